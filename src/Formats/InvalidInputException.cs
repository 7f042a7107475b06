namespace Xinglin.Formats;

/// <summary>Input from outside that cannot be used as it is: a file, a table, a model folder, an argument. Nothing was written.</summary>
/// <param name="place">
/// Where the fault is: file, line, column, tensor or member. Never the content of a cell: it may be a patient's.
/// </param>
/// <param name="remedy">What a person can do about it.</param>
/// <param name="code">The kind of fault, where a caller must tell one from another.</param>
public class InvalidInputException(string place, string remedy, string code = InvalidInputException.General)
    : Exception($"{place}. {remedy}")
{
    /// <summary>No kind of its own.</summary>
    public const string General = "invalid-input";

    /// <summary>What was asked for would give away more of the patients than is allowed.</summary>
    public const string Privacy = "privacy";

    private readonly string? _said;

    private InvalidInputException(string place, string remedy, string said, string code)
        : this(place, remedy, code) => _said = said;

    /// <summary>Where the fault is.</summary>
    public string Place { get; } = place;

    /// <summary>What a person can do about it.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>The kind of fault.</summary>
    public string Code { get; } = code;

    /// <inheritdoc/>
    public override string Message => _said ?? base.Message;

    /// <summary>A fault of a whole file, array or image, with the reason and the remedy in sentences.</summary>
    /// <param name="name">Name of the file, array or image.</param>
    public static InvalidInputException In(string name, string sentences) =>
        new(name, sentences, $"{name}: {sentences}", General);
}
