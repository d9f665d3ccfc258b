using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ConfParsers.Text;

namespace ConfParsers.Haproxy.Lines;

/// <summary>
/// Cuts one line into words: blanks separate, <c>#</c> begins a comment, strong and weak quotes, <c>\</c> escapes with
/// <c>\n \r \t \xHH</c>, and inside weak quotes <c>$VAR</c>, <c>${VAR}</c>, <c>${VAR-default}</c> and <c>${VAR[*]}</c>
/// (configuration.txt 2.2 and 2.3). The first fault ends the line, with HAProxy's text and its caret.
/// </summary>
public sealed class WordSplitter
{
    /// <summary>HAProxy's limit of words on a line; what follows is cut off and is an error.</summary>
    public const int MaxWords = 64;

    private const int LongestRecent = 32;
    private const int RecentBits = 10;
    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"'\\#"u8);

    private const int RoomStep = 1024;
    private const string OpenBrace = "unmatched brace in environment variable name";

    private readonly ConfigEnvironment _environment;
    private readonly DiagnosticBag _diagnostics;
    private readonly ArrayBufferWriter<byte> _word = new();
    private readonly List<Word> _words = [];
    private readonly string?[] _recent = new string?[1 << RecentBits];
    private Span _place;
    private ReadOnlyMemory<byte> _whole;
    private ReadOnlyMemory<byte> _memory;
    private int _at;
    private int _wordStart;
    private int _firstPiece;
    private bool _inWord;

    /// <summary>HAProxy cuts the line in place at the end of a default value, and so shows no more of it in a message.</summary>
    private int _shown;

    /// <summary>The brace of the first variable with a default value, or -1.</summary>
    private int _firstDefault;

    /// <summary>Bytes of the words of this line, each with the zero that ends it.</summary>
    private int _written;

    /// <summary>What the longest line so far has needed.</summary>
    private int _room;

    public WordSplitter(ConfigEnvironment environment, DiagnosticBag diagnostics)
    {
        _environment = environment;
        _diagnostics = diagnostics;
    }

    /// <summary>A line is refused where HAProxy reads it a second time and finds it changed.</summary>
    internal bool ReadsTwice { get; init; }

    /// <summary>The last line had a blank behind its last word.</summary>
    internal bool EndsBlank { get; private set; }

    /// <summary>Cuts a line.</summary>
    /// <param name="line">Bytes without LF. A CR ends them, wherever it stands (measured).</param>
    /// <param name="place">File and line number.</param>
    /// <returns>The words, which are good until the next line is cut, or null when the line is faulty: then a diagnostic says why.</returns>
    public List<Word>? Split(ReadOnlyMemory<byte> line, Span place)
    {
        _words.Clear();
        _word.ResetWrittenCount();
        _place = place;
        _whole = line;
        var end = line.Span.IndexOf((byte)'\r');
        _memory = end < 0 ? line : line[..end];
        _at = 0;
        _inWord = false;
        _shown = line.Length;
        _firstDefault = -1;
        _written = 0;
        EndsBlank = false;

        if (!ReadPlainWords() && !ReadWords()) return null;
        if (!FitsAtOnce()) return null;
        if (_words.Count <= MaxWords) return _words;

        // HAProxy shows the last word it keeps, and counts its position from 0.
        var last = _words[MaxWords - 1];
        _diagnostics.Alert(DiagnosticKind.SurplusArgument, _words[MaxWords].Place, PlaceForm.ParsingTight,
            $"too many words, truncating after word {MaxWords}, position {last.Place.Column - 1}: <{last.Text}>.");
        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBlank(byte b) => b <= (byte)' ' && b is (byte)' ' or (>= 9 and <= 13);

    private static bool IsNameByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b == (byte)'_';

    /// <summary>Most lines have neither quotes nor escapes: their words are cut out as they stand.</summary>
    /// <returns>False when the line has some.</returns>
    private bool ReadPlainWords()
    {
        var line = _memory.Span;
        var end = line.IndexOfAny(Marks);
        if (end >= 0 && line[end] != (byte)'#') return false;
        if (end >= 0) line = line[..end];
        var at = 0;
        while (true)
        {
            var start = at;
            while (at < line.Length && IsBlank(line[at])) at++;
            if (at == line.Length)
            {
                EndsBlank = at > start;
                return true;
            }

            start = at;
            while (at < line.Length && !IsBlank(line[at])) at++;
            _written += at - start + 1;
            _words.Add(new Word(Text(line[start..at]), _place with { Column = start + 1, Length = at - start }));
        }
    }

    /// <summary>Decodes; the same few words come again and again, and are the same string then.</summary>
    private string Text(ReadOnlySpan<byte> word)
    {
        if (word.Length > LongestRecent) return ByteText.Decode(word);
        // Length, both ends and the middle tell words apart well enough; a miss only costs a new string.
        var hash = (uint)(word[0] | (word[^1] << 8) | (word[word.Length / 2] << 16) | (word.Length << 24)) * 0x9E3779B1;
        ref var recent = ref _recent[hash >> (32 - RecentBits)];
        if (recent is null || recent.Length != word.Length || !Ascii.Equals(word, recent)) recent = ByteText.Decode(word);
        return recent;
    }

    private bool ReadWords()
    {
        var strongQuote = -1;
        var weakQuote = -1;
        var line = _memory.Span;
        while (_at < line.Length)
        {
            var b = line[_at];
            if (strongQuote >= 0)
            {
                if (b == (byte)'\'') strongQuote = -1;
                else Append(b);
                _at++;
            }
            else if (b == (byte)'"')
            {
                BeginWord();
                weakQuote = weakQuote >= 0 ? -1 : _at;
                _at++;
            }
            else if (b == (byte)'\\')
            {
                BeginWord();
                if (!ReadEscape(line, weakQuote >= 0)) return false;
            }
            else if (weakQuote >= 0)
            {
                if (b != (byte)'$')
                {
                    Append(b);
                    _at++;
                }
                else if (!ReadVariable(line))
                {
                    return false;
                }
            }
            else if (b == (byte)'\'')
            {
                BeginWord();
                strongQuote = _at;
                _at++;
            }
            else if (b == (byte)'#')
            {
                break;
            }
            else if (IsBlank(b))
            {
                EndWord();
                _at++;
            }
            else
            {
                BeginWord();
                Append(b);
                _at++;
            }
        }

        var open = Math.Max(strongQuote, weakQuote);
        if (open >= 0) return Fault("unmatched quote", open);
        EndsBlank = !_inWord && _words.Count > 0;
        EndWord();
        return true;
    }

    private void BeginWord()
    {
        if (_inWord) return;
        _inWord = true;
        _wordStart = _at;
        _firstPiece = _words.Count;
    }

    private void Append(byte b)
    {
        _word.GetSpan(1)[0] = b;
        _word.Advance(1);
    }

    private void EndWord()
    {
        if (!_inWord) return;
        _inWord = false;
        EndPiece();

        // All words that a list gave stand where it is written.
        for (var i = _firstPiece; i < _words.Count - 1; i++) _words[i] = _words[i] with { Place = _words[^1].Place };
    }

    private void EndPiece()
    {
        // A zero byte ends a word, as everything behind it is invisible to the original.
        var bytes = _word.WrittenSpan;
        _written += bytes.Length + 1;
        var zero = bytes.IndexOf((byte)0);
        if (zero >= 0) bytes = bytes[..zero];
        _words.Add(new Word(ByteText.Decode(bytes), _place with { Column = _wordStart + 1, Length = _at - _wordStart }));
        _word.ResetWrittenCount();
    }

    private bool ReadEscape(ReadOnlySpan<byte> line, bool weak)
    {
        var next = _at + 1 < line.Length ? line[_at + 1] : (byte)0;
        switch (next)
        {
            case (byte)'n': Append((byte)'\n'); break;
            case (byte)'r': Append((byte)'\r'); break;
            case (byte)'t': Append((byte)'\t'); break;
            case (byte)'x':
                if (_at + 3 >= line.Length || !byte.TryParse(line.Slice(_at + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                {
                    return Fault("truncated or invalid hexadecimal sequence", _at);
                }

                Append(value);
                _at += 2;
                break;
            case (byte)'$' when weak:
            case (byte)' ' or (byte)'\\' or (byte)'#' or (byte)'\'' or (byte)'"' or (byte)'\t':
                Append(next);
                break;
            default:
                // An unknown escape is no escape: the backslash stays, and the next byte is read for itself.
                Append((byte)'\\');
                _at--;
                break;
        }

        _at += 2;
        return true;
    }

    private bool ReadVariable(ReadOnlySpan<byte> line)
    {
        BeginWord();
        var name = _at + 1;
        var brace = name < line.Length && line[name] == (byte)'{' ? name : -1;
        if (brace >= 0) name++;

        var end = name;
        var pseudo = end < line.Length && line[end] == (byte)'.';
        if (pseudo) end++;
        if (end >= line.Length || !(char.IsAsciiLetter((char)line[end]) || line[end] == (byte)'_'))
        {
            return Fault("forbidden first char in environment variable name", name);
        }

        while (end < line.Length && IsNameByte(line[end])) end++;
        var value = _environment.Get(ByteText.Decode(line[name..end]));
        if (pseudo && value is null)
        {
            _shown = end;
            return Fault("forbidden first char in environment variable name", name);
        }

        var separate = false;
        if (brace >= 0)
        {
            if (end < line.Length && line[end] == (byte)'[')
            {
                if (!line[end..].StartsWith("[*]"u8)) return Fault("truncated or invalid word expansion sequence", end);
                separate = true;
                end += 3;
            }

            if (end < line.Length && line[end] == (byte)'-')
            {
                var close = line[end..].IndexOf((byte)'}');
                if (close < 0) return Fault(OpenBrace, brace);
                value ??= ByteText.Decode(line.Slice(end + 1, close - 1));
                end += close;
                if (_firstDefault < 0) _firstDefault = brace;
                _shown = Math.Min(_shown, end);
            }

            if (end >= line.Length || line[end] != (byte)'}') return Fault(OpenBrace, brace);
            end++;
        }

        Insert(value ?? "", separate, end);
        return true;
    }

    private void Insert(string value, bool separate, int end)
    {
        _at = end;
        foreach (var b in ByteText.Encode(value))
        {
            if (separate && IsBlank(b))
            {
                EndPiece();
                continue;
            }

            Append(b);
        }
    }

    private bool Fault(string what, int at)
    {
        var line = _whole.Span[.._shown];
        var first = 0;
        while (first < line.Length && IsBlank(line[first])) first++;
        _diagnostics.Alert(DiagnosticKind.Syntax, _place with { Column = at + 1, Length = 1 }, PlaceForm.ParsingTight,
            $"{what} at position {at + 1}:\n{FaultyLine.Show(line[first..], Math.Max(at - first, 0))}");
        return false;
    }

    /// <summary>
    /// HAProxy cuts a line into a buffer that grows by whole kilobytes as lines need it, and reads a line anew for which it has grown. By then it has cut the line at
    /// the end of a default value, whose brace is then open: so a line may not have one that is the first of its file or needs more room than any before.
    /// </summary>
    private bool FitsAtOnce()
    {
        if (!ReadsTwice) return true;
        var needed = Math.Max(_written, 1);
        if (needed <= _room) return true;
        _room = (needed + RoomStep - 1) / RoomStep * RoomStep;
        return _firstDefault < 0 || Fault(OpenBrace, _firstDefault);
    }
}
