using Tmds.DBus.Protocol;

namespace Keepalived.Net.Bus;

/// <summary>A method call as it came from the bus.</summary>
/// <param name="Interface">Empty: the caller named none.</param>
/// <param name="Signature">Of its arguments, such as <c>ss</c>.</param>
/// <param name="Words">The arguments that stand in front and are strings.</param>
public sealed record BusCall(string Path, string Interface, string Member, string Signature, string[] Words);

/// <summary>What a caller gets: an error with its name, or values.</summary>
public sealed record BusAnswer
{
    public static readonly BusAnswer Nothing = new();

    /// <summary>The error's name; null: it went well.</summary>
    public string? Error { get; private init; }

    /// <summary>The error's words, or the one string that is the answer.</summary>
    public string? Text { get; private init; }

    /// <summary>One value of a type that the caller cannot know before.</summary>
    public VariantValue? Variant { get; private init; }

    /// <summary>Properties by their names.</summary>
    public KeyValuePair<string, VariantValue>[]? Properties { get; private init; }

    public static BusAnswer Of(string text) => new() { Text = text };

    public static BusAnswer Of(VariantValue value) => new() { Variant = value };

    public static BusAnswer Of(KeyValuePair<string, VariantValue>[] properties) => new() { Properties = properties };

    public static BusAnswer InvalidArguments(string text) => new() { Error = "org.freedesktop.DBus.Error.InvalidArgs", Text = text };

    public static BusAnswer UnknownMethod(string text) => new() { Error = "org.freedesktop.DBus.Error.UnknownMethod", Text = text };

    public void Reply(MethodContext to)
    {
        if (Error is not null)
        {
            to.ReplyError(Error, Text);
            return;
        }

        var signature = Text is not null ? "s" : Variant is not null ? "v" : Properties is not null ? "a{sv}" : null;
        using var writer = to.CreateReplyWriter(signature);
        if (Text is not null) writer.WriteString(Text);
        else if (Variant is { } variant) writer.WriteVariant(variant);
        else if (Properties is not null) writer.WriteDictionary(Properties);
        to.Reply(writer.CreateMessage());
    }
}
