using Xinglin.Records.Quality;
using Xinglin.Server.Pages.Worklist;

namespace Xinglin.Server.Tests.Pages.Worklist;

public sealed class DataQualityQueueTests
{
    [Fact]
    public async Task Only_patients_with_doubtful_data_stand_there_and_with_what_is_doubtful()
    {
        await using var store = new Store();
        await store.KeepAsync(
            Store.Person("sound"),
            Store.Glucose("a", "sound", 6.1m),
            Store.Person("doubtful"),
            Store.Glucose("b", "doubtful", 126m)
        );
        using var doubts = new DataQualityQueue(store.Records, store.Clock);
        var row = doubts.All().Should().ContainSingle().Subject;
        row.Person.Id.Should().Be("doubtful");
        row.Marks.Should().Contain(mark => mark.Code == QualityCodes.UnitDoubtful);
    }

    [Fact]
    public async Task A_doubt_goes_when_the_datum_is_put_right_and_another_comes_with_new_data()
    {
        await using var store = new Store();
        await store.KeepAsync(
            Store.Person("one"),
            Store.Glucose("a", "one", 126m),
            Store.Person("two"),
            Store.Glucose("b", "two", 6m)
        );
        using var doubts = new DataQualityQueue(store.Records, store.Clock);
        doubts.All().Select(row => row.Person.Id).Should().Equal("one");
        await store.KeepAsync(Store.Glucose("a", "one", 7m), Store.Glucose("c", "two", 130m));
        await Store.UntilAsync(() => doubts.All().Select(row => row.Person.Id).SequenceEqual(["two"]));
    }
}
