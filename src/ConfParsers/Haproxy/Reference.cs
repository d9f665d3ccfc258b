using System.Diagnostics.CodeAnalysis;
using ConfParsers.Text;

namespace ConfParsers.Haproxy;

/// <summary>What other lines of a configuration can name.</summary>
public interface INamed
{
    /// <summary>As declared; of a stick table its proxy's, or <c>peers/table</c>.</summary>
    string Name { get; }

    /// <summary>The line that declares it.</summary>
    Span Place { get; }
}

/// <summary>A name that a line says, and the thing of the model that it means. Two references are equal when they say the same.</summary>
/// <typeparam name="T">What the name is looked for among.</typeparam>
public sealed class Reference<T> : IEquatable<Reference<T>>
    where T : class, INamed
{
    private readonly ModelNames? _names;
    private readonly Func<ModelNames, string, T?>? _find;
    private T? _target;

    internal Reference(string name, ModelNames names, Func<ModelNames, string, T?> find)
    {
        Name = name;
        _names = names;
        _find = find;
    }

    /// <summary>To something that is known already.</summary>
    internal Reference(T target)
    {
        Name = target.Name;
        _target = target;
    }

    /// <summary>As written.</summary>
    public string Name { get; }

    /// <summary>
    /// The thing itself. In a model that was read without alert it is there, save where the property says that a name may stand for something
    /// outside of the file; null before the reading has ended.
    /// </summary>
    public T? Target => _target ??= _names is { IsComplete: true } names ? _find!(names, Name) : null;

    public bool Equals([NotNullWhen(true)] Reference<T>? other) => other is not null && other.Name == Name;

    public override bool Equals(object? obj) => Equals(obj as Reference<T>);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <returns>The name, so that messages and interpolations read as the line does.</returns>
    public override string ToString() => Name;
}
