using System.Collections.Concurrent;

namespace Xinglin.Server.Care;

/// <summary>Whose charts the live pages of one circuit show. Thread-safe.</summary>
public sealed class OpenedCharts
{
    private readonly ConcurrentDictionary<object, IReadOnlyList<string>> _byPage = new();

    public IReadOnlyList<string> All => [.. _byPage.Values.SelectMany(patients => patients).Distinct()];

    public IReadOnlyList<string> Of(object page) => _byPage.GetValueOrDefault(page) ?? [];

    public void Show(object page, IReadOnlyList<string> patients) => _byPage[page] = patients;

    public void Leave(object page) => _byPage.TryRemove(page, out _);
}
