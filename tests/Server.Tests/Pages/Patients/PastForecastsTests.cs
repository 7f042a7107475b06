using Xinglin.Server.Pages.Patients;

namespace Xinglin.Server.Tests.Pages.Patients;

public sealed class PastForecastsTests
{
    [Fact]
    public async Task What_was_computed_is_known_until_the_readings_change_or_an_hour_has_passed()
    {
        await using var store = new Store();
        using var past = new PastForecasts(store.Records, store.Clock);
        // The news that a patient was stored comes after the commit; heard here only when the forecasts have heard it.
        var told = 0;
        store.Records.Committed += stored => Interlocked.Add(ref told, stored.Count);
        await store.KeepAsync(Store.Person("one"), Store.Person("two"));
        await Store.UntilAsync(() => Volatile.Read(ref told) >= 2);
        past.Known("one").Should().BeNull();
        past.Of("one").Should().BeEmpty();

        await store.KeepAsync(Store.Glucose("b", "two", 6m));
        await Store.UntilAsync(() => Volatile.Read(ref told) >= 3);
        past.Known("one").Should().NotBeNull();
        await store.KeepAsync(Store.Glucose("a", "one", 6m));
        await Store.UntilAsync(() => past.Known("one") is null);

        past.Of("one");
        store.Clock.Advance(TimeSpan.FromMinutes(61));
        past.Known("one").Should().BeNull();
    }
}
