using System.Text;
using ConfParsers.Tests.Haproxy;

namespace Fuzz;

/// <summary>Makes a file out of others: words and lines are dropped, doubled, swapped, exchanged for words of other files, letters changed.</summary>
internal sealed class Mutator : IFileSource
{
    private static readonly string[] Numbers = ["0", "-1", "1", "65536", "99999999999999999999", "2147483648", "1k", "3s", "24d", "1.5", "0x10", ""];

    private readonly ConfigCase[] _seeds;
    private readonly string[] _words;
    private readonly string[] _lines;
    private readonly Random _random;

    public Mutator(IEnumerable<ConfigCase> seeds, int seed)
    {
        _seeds = [.. seeds];
        _lines = [.. _seeds.SelectMany(Lines).Distinct(StringComparer.Ordinal)];
        _words = [.. _lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];
        _random = new Random(seed);
    }

    /// <summary>A case with another text; what it records is of no meaning any more.</summary>
    public ConfigCase Next()
    {
        var seed = Pick(_seeds);
        var lines = Lines(seed).ToList();
        for (var changes = _random.Next(1, 4); changes > 0; changes--) Change(lines);
        return seed with { Config = Encoding.Latin1.GetBytes(string.Join('\n', lines)) };
    }

    private static string[] Lines(ConfigCase seed) => Encoding.Latin1.GetString(seed.Config).Split('\n');

    private void Change(List<string> lines)
    {
        if (lines.Count == 0) return;
        var at = _random.Next(lines.Count);
        switch (_random.Next(10))
        {
            case 0: lines.RemoveAt(at); break;
            case 1: lines.Insert(at, lines[at]); break;
            case 2: lines.Insert(at, Pick(_lines)); break;
            case 3:
                var other = _random.Next(lines.Count);
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            default: lines[at] = ChangeWord(lines[at]); break;
        }
    }

    private string ChangeWord(string line)
    {
        var words = line.Split(' ').ToList();
        var at = _random.Next(words.Count);
        switch (_random.Next(8))
        {
            case 0: words.RemoveAt(at); break;
            case 1: words.Insert(at, words[at]); break;
            case 2: words[at] = Pick(_words); break;
            case 3: words.Insert(at, Pick(_words)); break;
            case 4: words[at] = Pick(Numbers); break;
            default: words[at] = ChangeLetter(words[at]); break;
        }

        return string.Join(' ', words);
    }

    private string ChangeLetter(string word)
    {
        var text = new StringBuilder(word);
        var at = _random.Next(word.Length + 1);
        // Printable, now and then a byte that is not.
        var letter = _random.Next(20) == 0 ? (char)_random.Next(1, 256) : (char)_random.Next(33, 127);
        if (at == word.Length || _random.Next(3) == 0) text.Insert(at, letter);
        else if (_random.Next(2) == 0) text.Remove(at, 1);
        else text[at] = letter;
        return text.ToString();
    }

    private T Pick<T>(T[] all) => all[_random.Next(all.Length)];
}
