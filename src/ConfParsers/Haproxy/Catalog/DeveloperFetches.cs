using ConfParsers.Haproxy.Expressions;
using static ConfParsers.Haproxy.Catalog.SampleSource;

namespace ConfParsers.Haproxy.Catalog;

/// <summary>Fetches about HAProxy's own representation of messages, for its developers (configuration.txt 7.3.7). A test compares the rows with what the real program's <c>-dKsmp</c> prints.</summary>
internal static class DeveloperFetches
{
    public static FetchSignature[] Rows { get; } = FetchSignature.Chapter("7.3.7",
    [
        new("internal.htx.data", "", SampleType.Integer, EitherHeaders),
        new("internal.htx.free", "", SampleType.Integer, EitherHeaders),
        new("internal.htx.free_data", "", SampleType.Integer, EitherHeaders),
        new("internal.htx.has_eom", "", SampleType.Boolean, EitherHeaders),
        new("internal.htx.nbblks", "", SampleType.Integer, EitherHeaders),
        new("internal.htx.size", "", SampleType.Integer, EitherHeaders),
        new("internal.htx.used", "", SampleType.Integer, EitherHeaders),
        new("internal.htx_blk.data", "string", SampleType.Binary, EitherHeaders) { Check = ArgumentChecks.BlockPosition },
        new("internal.htx_blk.hdrname", "string", SampleType.String, EitherHeaders) { Check = ArgumentChecks.BlockPosition },
        new("internal.htx_blk.hdrval", "string", SampleType.String, EitherHeaders) { Check = ArgumentChecks.BlockPosition },
        new("internal.htx_blk.size", "string", SampleType.Integer, EitherHeaders) { Check = ArgumentChecks.BlockPosition },
        new("internal.htx_blk.start_line", "string", SampleType.String, EitherHeaders) { Check = ArgumentChecks.BlockPosition },
        new("internal.htx_blk.type", "string", SampleType.String, EitherHeaders) { Check = ArgumentChecks.BlockPosition },
        new("internal.strm.is_htx", "", SampleType.Boolean, Internal),
    ]);
}
