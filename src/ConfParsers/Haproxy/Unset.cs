namespace ConfParsers.Haproxy;

/// <summary>
/// What a record of the model says when nothing was written: one for all, since records do not change. Of the fifteen features of a proxy
/// most sections use three.
/// </summary>
internal static class Unset<T>
    where T : class, new()
{
    public static readonly T Value = new();
}
