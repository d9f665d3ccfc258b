namespace ConfParsers.Keepalived.Blocks;

internal enum TokenKind
{
    Word,
    Quoted,

    /// <summary>A double quote that nothing closes: the rest of the line.</summary>
    Unterminated,
    Open,
    Close,
}

/// <summary>A piece of one line.</summary>
/// <param name="Text">Without its quotes.</param>
/// <param name="Start">First character within the line, from 0.</param>
/// <param name="End">First character after it.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End);
