namespace Fuzz.Generating;

/// <summary>The faults that people make: a line in a section it does not belong to, a word too many or missing, a number beyond its range, a name that is not there.</summary>
internal sealed class Faults(Random random)
{
    private static readonly string[] Numbers = ["0", "-1", "65536", "99999999999999999999", "2147483648", "1.5", "x"];

    public void Apply(List<(string Head, List<string> Lines)> sections)
    {
        var from = sections[random.Next(sections.Count)].Lines;
        if (from.Count == 0) return;
        var at = random.Next(from.Count);
        var words = from[at].Split(' ').ToList();
        var word = random.Next(words.Count);
        switch (random.Next(8))
        {
            case 0:
                var to = sections[random.Next(sections.Count)].Lines;
                to.Insert(random.Next(to.Count + 1), from[at]);
                return;
            case 1:
                from.RemoveAt(at);
                return;
            case 2:
                words.RemoveAt(word);
                break;
            case 3:
                words.RemoveRange(word, words.Count - word);
                break;
            case 4:
                words.Insert(word + 1, words[word]);
                break;
            case 5:
                words.Add("surplus");
                break;
            case 6:
                var number = words.FindIndex(one => one.Any(char.IsAsciiDigit));
                words[number < 0 ? word : number] = Numbers[random.Next(Numbers.Length)];
                break;
            default:
                words[word] = "nowhere";
                break;
        }

        from[at] = string.Join(' ', words);
    }
}
