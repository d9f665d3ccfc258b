namespace ConfParsers.Keepalived.Blocks;

/// <summary>A comment begins at <c>#</c> or <c>!</c> outside of double quotes and ends with the line (keepalived.conf(5) "DESCRIPTION").</summary>
internal static class Comments
{
    /// <param name="isUnterminated">A double quote is not closed; one behind a backslash neither opens nor closes.</param>
    public static string Strip(string line, out bool isUnterminated)
    {
        isUnterminated = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"':
                    isUnterminated = !isUnterminated;
                    break;
                case '\\' when isUnterminated:
                    i++;
                    break;
                case '#' or '!' when !isUnterminated:
                    return line[..i];
            }
        }

        return line;
    }
}
