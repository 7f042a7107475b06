using Xinglin.Server.Pages.Drafts.Together;

namespace Xinglin.Server.Tests.Pages.Drafts;

public sealed class DraftPresenceTests
{
    [Fact]
    public void Nobody_saw_who_else_had_a_draft_open()
    {
        var presence = new DraftPresence();
        var told = new List<string>();
        presence.Changed += told.Add;
        var (mine, mineToo, hers) = (new object(), new object(), new object());
        var wu = new PersonPresent("wu", new("吴敏", "Wu Min"), null);
        presence.Enter("d", mine, new("lin", new("林文", "Lin Wen"), null));
        presence.Enter("d", mineToo, new("lin", new("林文", "Lin Wen"), null));
        presence.Enter("d", hers, wu);
        presence.Enter("d", hers, wu);

        told.Should().HaveCount(3, "what is the same again is no news");
        presence.Others("d", "lin").Should().Equal(wu);
        presence.Others("d", "wu").Should().ContainSingle("one person with two tabs is one person");
        presence.Others("another", "lin").Should().BeEmpty();

        presence.Enter("d", hers, wu with { Editing = ("en", "findings-1") });
        presence.Others("d", "lin").Single().Editing.Should().Be(("en", "findings-1"));
        presence.Leave("d", hers);
        presence.Others("d", "lin").Should().BeEmpty();
        told.Should().HaveCount(5);
    }
}
