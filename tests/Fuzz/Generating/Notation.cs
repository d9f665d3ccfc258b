using System.Globalization;
using System.Text;

namespace Fuzz.Generating;

/// <summary>
/// The manual's notation of arguments, read as a grammar that words are made from: <c>{ a | b }</c> one of them, <c>[ a ]</c> with or without,
/// <c>[ a ]*</c> up to three times, <c>&lt;a&gt;</c> a value of that name, <c>&lt;1..9&gt;</c> a number of a range. A backslash takes the next sign as it is.
/// </summary>
internal abstract record Notation
{
    private const int MostTurns = 3;

    /// <summary>The values that the notation names, in their order.</summary>
    public abstract IEnumerable<string> Holes { get; }

    public static Notation Parse(string text)
    {
        var at = 0;
        return Alternatives(text, ref at, '\0');
    }

    /// <param name="value">What stands for a name.</param>
    public string Write(Func<string, string> value, Random random)
    {
        var text = new StringBuilder();
        WriteTo(text, value, random);
        return string.Join(' ', text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    protected abstract void WriteTo(StringBuilder text, Func<string, string> value, Random random);

    private static Notation Alternatives(string text, ref int at, char end)
    {
        var all = new List<Notation>();
        var parts = new List<Notation>();
        while (at < text.Length && text[at] != end)
        {
            switch (text[at++])
            {
                case '|':
                    all.Add(new Sequence([.. parts]));
                    parts.Clear();
                    break;
                case '{':
                    parts.Add(Alternatives(text, ref at, '}'));
                    at++;
                    break;
                case '[':
                    var inner = Alternatives(text, ref at, ']');
                    at++;
                    parts.Add(new Optional(inner, Repeats(text, ref at) ? MostTurns : 1));
                    break;
                case '<':
                    var close = text.IndexOf('>', at);
                    parts.Add(new Hole(text[at..close]));
                    at = close + 1;
                    Repeats(text, ref at);
                    break;
                case '\\':
                    parts.Add(new Literal(text[at++].ToString()));
                    break;
                case var letter:
                    parts.Add(new Literal(letter.ToString()));
                    break;
            }
        }

        all.Add(new Sequence([.. parts]));
        return all.Count == 1 ? all[0] : new Choice([.. all]);
    }

    /// <summary>Passes over <c>*</c> or <c>...</c>.</summary>
    private static bool Repeats(string text, ref int at)
    {
        var sign = text.AsSpan(at) is ['*', ..] ? 1 : text.AsSpan(at).StartsWith("...") ? 3 : text.AsSpan(at).StartsWith(" ...") ? 4 : 0;
        at += sign;
        return sign > 0;
    }

    private sealed record Literal(string Text) : Notation
    {
        public override IEnumerable<string> Holes => [];

        protected override void WriteTo(StringBuilder text, Func<string, string> value, Random random) => text.Append(Text);
    }

    private sealed record Hole(string Name) : Notation
    {
        public override IEnumerable<string> Holes => [Name];

        protected override void WriteTo(StringBuilder text, Func<string, string> value, Random random) =>
            text.Append(Name.Split("..") is [var low, var high] && int.TryParse(low, CultureInfo.InvariantCulture, out var least) && int.TryParse(high, CultureInfo.InvariantCulture, out var most)
                ? random.Next(least, most + 1).ToString(CultureInfo.InvariantCulture)
                : value(Name));
    }

    private sealed record Sequence(Notation[] Parts) : Notation
    {
        public override IEnumerable<string> Holes => Parts.SelectMany(part => part.Holes);

        protected override void WriteTo(StringBuilder text, Func<string, string> value, Random random)
        {
            foreach (var part in Parts) part.WriteTo(text, value, random);
        }
    }

    private sealed record Choice(Notation[] All) : Notation
    {
        public override IEnumerable<string> Holes => All.SelectMany(one => one.Holes);

        protected override void WriteTo(StringBuilder text, Func<string, string> value, Random random) => All[random.Next(All.Length)].WriteTo(text, value, random);
    }

    private sealed record Optional(Notation Inner, int Most) : Notation
    {
        public override IEnumerable<string> Holes => Inner.Holes;

        protected override void WriteTo(StringBuilder text, Func<string, string> value, Random random)
        {
            for (var turns = random.Next(Most + 1); turns > 0; turns--)
            {
                Inner.WriteTo(text, value, random);
                if (Most > 1) text.Append(' ');
            }
        }
    }
}
