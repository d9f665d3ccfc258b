using ConfParsers.Text;

namespace ConfParsers.Keepalived.Blocks;

/// <summary>One word with its place.</summary>
internal readonly record struct Word(string Text, Span Place);

/// <summary>
/// A logical line: a statement up to its brace, or a closing brace alone. <c>a { b }</c> is three of them: <c>a {</c>,
/// <c>b</c>, <c>}</c>.
/// </summary>
/// <param name="Words">The first is the keyword; empty for a brace alone.</param>
/// <param name="Raw">The statement as it stands in the file, for the keywords that split it like a shell.</param>
/// <param name="Opens">An opening brace ends it.</param>
/// <param name="Closes">It is a closing brace.</param>
/// <param name="Place">The line.</param>
internal sealed record ConfLine(Word[] Words, string Raw, bool Opens, bool Closes, Span Place);
