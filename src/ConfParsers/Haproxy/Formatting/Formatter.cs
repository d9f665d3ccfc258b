using System.Text;
using ConfParsers.Haproxy.Lines;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Formatting;

/// <summary>
/// Writes a haproxy.cfg in one layout: section heads at the margin with an empty line before them, their keywords four blanks in, lines of an
/// <c>.if</c> block four more, one blank between words, two before a comment, LF at each line's end. Words are written as they were, quotes
/// included; nothing is moved, joined or dropped, so the file means what it meant. A formatted file stays as it is.
/// </summary>
public sealed class Formatter
{
    private const int Step = 4;

    private readonly StringBuilder _output = new();
    private readonly List<WrittenLine> _comments = [];
    private bool _inSection;
    private bool _wantsBlank;
    private int _blocks;

    /// <returns>The text in the new layout; lines that cannot be cut into words stand as they were.</returns>
    public static string Format(SourceText source)
    {
        var formatter = new Formatter();
        foreach (var line in WrittenLine.Read(source)) formatter.Take(line);
        formatter.EndComments(next: null);
        return formatter._output.ToString();
    }

    private void Take(WrittenLine line)
    {
        if (line.IsBlank)
        {
            EndComments(next: null);
            _wantsBlank = true;
            return;
        }

        if (line.IsComment)
        {
            _comments.Add(line);
            return;
        }

        if (!line.IsReadable)
        {
            EndComments(next: null);
            Write(0, line.Text.TrimEnd());
            return;
        }

        if (line.Keyword is ".elif" or ".else" or ".endif" && _blocks > 0) _blocks--;
        var isSection = Catalog.Catalog.Sections.Contains(line.Keyword);
        if (isSection)
        {
            _inSection = false;
            _wantsBlank |= _blocks == 0;
        }

        EndComments(line);
        Write(Depth, Join(line));
        if (isSection) _inSection = true;
        if (line.Keyword is ".if" or ".elif" or ".else") _blocks++;
    }

    private int Depth => (_inSection ? Step : 0) + (_blocks * Step);

    /// <summary>Comments stand where the line below them stands; with none, where they stood: at the margin or in the section.</summary>
    private void EndComments(WrittenLine? next)
    {
        var depth = Depth;
        foreach (var comment in _comments) Write(next is null && !comment.IsIndented ? 0 : depth, comment.Comment);
        _comments.Clear();
    }

    private void Write(int depth, string text)
    {
        if (_wantsBlank && _output.Length > 0) _output.Append('\n');
        _wantsBlank = false;
        _output.Append(' ', depth).Append(text).Append('\n');
    }

    private static string Join(WrittenLine line)
    {
        var words = string.Join(' ', line.Words.Select(word => word.Written));
        return line.Comment.Length == 0 ? words : $"{words}  {line.Comment}";
    }
}
