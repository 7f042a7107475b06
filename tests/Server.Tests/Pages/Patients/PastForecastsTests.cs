using Xinglin.Server.Pages.Patients;

namespace Xinglin.Server.Tests.Pages.Patients;

public sealed class PastForecastsTests
{
    [Fact]
    public async Task What_was_computed_is_known_until_the_readings_change_or_an_hour_has_passed()
    {
        await using var store = new Store();
        await store.KeepAsync(Store.Person("one"), Store.Person("two"));
        using var past = new PastForecasts(store.Records, store.Clock);
        past.Known("one").Should().BeNull();
        past.Of("one").Should().BeEmpty();
        // The news that the patient was stored may come after the first computing, and rightly undoes it.
        await Store.UntilAsync(() => past.Of("one").Count == 0 && past.Known("one") is not null);

        await store.KeepAsync(Store.Glucose("b", "two", 6m));
        past.Known("one").Should().NotBeNull();
        await store.KeepAsync(Store.Glucose("a", "one", 6m));
        await Store.UntilAsync(() => past.Known("one") is null);

        past.Of("one");
        store.Clock.Advance(TimeSpan.FromMinutes(61));
        past.Known("one").Should().BeNull();
    }
}
