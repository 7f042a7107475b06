using System.Runtime.Versioning;
using Xinglin.Records.Files;

namespace Xinglin.Records.Tests.Files;

/// <summary>Where temporary files are and who may read them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TemporaryFolderTests : IDisposable
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-files-").FullName;

    [Fact]
    public void What_a_dead_process_left_is_cleared_at_the_next_start_and_a_living_one_keeps_its_files()
    {
        using var living = TemporaryFolder.Open(_folder);
        using var open = living.NewFile();
        var dead = Directory.CreateDirectory(Path.Combine(_folder, "tmp", "00000000")).FullName;
        File.WriteAllText(Path.Combine(dead, ".lock"), "");
        Directory.CreateDirectory(Path.Combine(dead, "1", "profile"));
        File.WriteAllText(Path.Combine(dead, "1", "page.html"), "signed");
        File.WriteAllText(Path.Combine(_folder, "tmp", "loose"), "x");

        using var next = TemporaryFolder.Open(_folder);

        Directory.Exists(dead).Should().BeFalse();
        File.Exists(Path.Combine(_folder, "tmp", "loose")).Should().BeFalse();
        File.Exists(open.Name).Should().BeTrue();
        Directory.Exists(next.FullPath).Should().BeTrue();
    }

    [Fact]
    public void A_folder_that_is_being_made_by_another_process_is_not_taken_for_a_left_over_one()
    {
        var fresh = Directory.CreateDirectory(Path.Combine(_folder, "tmp", "11111111")).FullName;
        using var next = TemporaryFolder.Open(_folder);
        Directory.Exists(fresh).Should().BeTrue();
    }

    [Fact]
    public void Temporary_files_and_folders_are_their_owners_alone_and_go_away()
    {
        string path;
        using (var temporary = TemporaryFolder.Open(_folder))
        {
            path = temporary.FullPath;
            using (var file = temporary.NewFile())
            {
                Mode(file.Name).Should().Be(DataFolder.File);
                path = file.Name;
            }
            File.Exists(path).Should().BeFalse();
            Mode(temporary.NewFolder()).Should().Be(DataFolder.Folder);
            Mode(temporary.FullPath).Should().Be(DataFolder.Folder);
            Mode(Path.Combine(_folder, "tmp")).Should().Be(DataFolder.Folder);
            path = temporary.FullPath;
        }
        Directory.Exists(path).Should().BeFalse();
    }

    [Fact]
    public void An_old_data_folder_that_others_could_read_is_closed_and_nothing_beside_it()
    {
        var keys = Directory.CreateDirectory(Path.Combine(_folder, "keys"));
        string[] ours = ["records.db", "records.db-wal", "accounts.db", "keys/key.xml"];
        foreach (var name in ours)
            File.WriteAllText(Path.Combine(_folder, name), "");
        File.WriteAllText(Path.Combine(_folder, "holiday.jpg"), "");
        foreach (var entry in Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories))
            File.SetUnixFileMode(entry, DataFolder.Folder | Others);
        File.SetUnixFileMode(_folder, DataFolder.Folder | Others);

        DataFolder.Prepare(_folder);

        foreach (var name in ours)
            Mode(Path.Combine(_folder, name)).Should().Be(DataFolder.File);
        Mode(keys.FullName).Should().Be(DataFolder.Folder);
        Mode(_folder).Should().Be(DataFolder.Folder);
        Mode(Path.Combine(_folder, "holiday.jpg")).Should().HaveFlag(UnixFileMode.OtherRead);
    }

    [Fact]
    public void A_folder_that_is_no_data_folder_keeps_its_permissions()
    {
        File.SetUnixFileMode(_folder, DataFolder.Folder | Others);
        DataFolder.Prepare(_folder);
        Mode(_folder).Should().HaveFlag(UnixFileMode.OtherRead);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static UnixFileMode Mode(string path) => File.GetUnixFileMode(path);
}
