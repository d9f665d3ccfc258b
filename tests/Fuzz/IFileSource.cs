using ConfParsers.Tests.Haproxy;

namespace Fuzz;

/// <summary>Where the files of a run come from. The same seed makes the same files in the same order.</summary>
internal interface IFileSource
{
    /// <summary>A file to read; what the case records is of no meaning.</summary>
    ConfigCase Next();
}
