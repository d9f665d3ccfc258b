using System.Collections.Frozen;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>
/// A section that is neither <c>global</c> nor a proxy: what its head opens, the keywords of its lines, and what is said at its end. Its
/// feature's file holds one such row, and <see cref="Catalog.FurtherSections"/> lists them.
/// </summary>
public abstract record SectionKeyword(string Name, string Arguments) : Keyword(Name, Arguments)
{
    /// <summary>The rows of the keywords that its lines may begin with.</summary>
    public abstract IEnumerable<Keyword> Keywords { get; }

    /// <summary>Reads the head; what comes back takes the lines up to the next head.</summary>
    internal abstract IOpenSection Open(Words head, ConfigContext context);
}

/// <summary>A section between its head and the next.</summary>
internal interface IOpenSection
{
    void Line(Words words);

    /// <summary>The next section begins, or the file ends.</summary>
    void Close();
}

/// <typeparam name="T">What the lines fill.</typeparam>
/// <param name="Enter">Reads the head; null when the section cannot be opened: its lines are then skipped.</param>
/// <param name="Rows">Keywords by the first word of a line.</param>
internal sealed record SectionKeyword<T>(string Name, string Arguments, Func<Words, ConfigContext, T?> Enter, InSectionKeyword<T>[] Rows)
    : SectionKeyword(Name, Arguments)
    where T : class
{
    private readonly FrozenDictionary<string, InSectionKeyword<T>> _rows = Rows.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);

    public override IEnumerable<Keyword> Keywords => Rows;

    /// <summary>Reports a line that no row knows. Sections have their own words for it.</summary>
    public Action<Words, T> Unknown { get; init; } = (words, _) =>
        words.Alert(DiagnosticKind.UnknownKeyword, $"unknown keyword '{words.Keyword}' in '{Name}' section", at: words[0]);

    /// <summary>What comes of a line in which a fault was found.</summary>
    public Action<T, ConfigContext>? Faulty { get; init; }

    /// <summary>What is looked at when all lines are read.</summary>
    public Action<T, ConfigContext>? Close { get; init; }

    internal override IOpenSection Open(Words head, ConfigContext context) => new Opened(this, Enter(head, context), context);

    private sealed class Opened(SectionKeyword<T> section, T? content, ConfigContext context) : IOpenSection
    {
        public void Line(Words words)
        {
            if (content is null) return;
            var before = context.Diagnostics.Alerts;
            Read(words, content);
            if (context.Diagnostics.Alerts > before) section.Faulty?.Invoke(content, context);
        }

        private void Read(Words words, T content)
        {
            if (!section._rows.TryGetValue(words.Keyword, out var row))
            {
                section.Unknown(words, content);
                return;
            }

            words.Use(KeywordKind.InSection, $"{section.Name} {row.Name}", words[0]);
            row.Bind(words, content);
        }

        public void Close()
        {
            if (content is not null) section.Close?.Invoke(content, context);
        }
    }
}

/// <summary>A keyword of a section's lines.</summary>
/// <param name="Bind">Reads the arguments into what the section fills.</param>
internal sealed record InSectionKeyword<T>(string Name, string Arguments, Action<Words, T> Bind) : Keyword(Name, Arguments);
