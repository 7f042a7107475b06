using System.Buffers.Binary;
using System.Text;
using Xinglin.Build;
using Xinglin.Learning.Torch;

namespace Xinglin.Learning.Tests.Torch;

public sealed class NativeLibraryPatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("remedy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_symbol_is_bound_to_another_and_the_version_is_made_weak()
    {
        var elf = CraftedLibrary("_ZSt21ios_base_library_initv", "GLIBCXX_3.4.32");

        NativeLibraryPatch.Apply(elf).Should().Be(2);

        Encoding.ASCII.GetString(elf).Should().Contain("\0sched_yield\0").And.NotContain("ios_base_library_init");
        BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(VersionsAt + 2)).Should().Be(1, "the symbol has no version");
        BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(NeedsAt + 16 + 4)).Should().Be(2, "the need is weak");
    }

    [Fact]
    public void A_second_mend_finds_nothing_to_do()
    {
        var elf = CraftedLibrary("_ZSt21ios_base_library_initv", "GLIBCXX_3.4.32");
        NativeLibraryPatch.Apply(elf);
        var once = elf.ToArray();

        NativeLibraryPatch.Apply(elf).Should().Be(0);
        elf.Should().Equal(once);
    }

    [Fact]
    public void A_library_that_does_not_need_the_version_is_left_as_it_is()
    {
        var elf = CraftedLibrary("_ZSt4cout", "GLIBCXX_3.4");
        var before = elf.ToArray();

        NativeLibraryPatch.Apply(elf).Should().Be(0);
        elf.Should().Equal(before);
    }

    [Fact]
    public void Bytes_that_are_no_library_are_refused()
    {
        var remedy = () => NativeLibraryPatch.Apply(new byte[100]);
        remedy.Should().Throw<InvalidDataException>().WithMessage("*7f 45 4c 46*");
    }

    [Fact]
    public void Where_the_system_has_the_version_the_copy_equals_the_source()
    {
        File.WriteAllText(Path.Combine(_folder, "libstdc++.so.6"), "…GLIBCXX_3.4.32\0…");
        var copy = PatchedCopy();
        File.ReadAllBytes(copy).Should().Equal(File.ReadAllBytes(Path.Combine(_folder, "source.so")));
    }

    [Fact]
    public void A_link_at_the_destination_is_replaced_and_what_it_points_to_is_never_written()
    {
        File.WriteAllText(Path.Combine(_folder, "libstdc++.so.6"), "GLIBCXX_3.4.30\0");
        var cached = Path.Combine(_folder, "cached.so");
        File.WriteAllText(cached, "the package cache");
        File.CreateSymbolicLink(Path.Combine(_folder, "copy.so"), cached);

        var copy = PatchedCopy();

        File.ReadAllText(cached).Should().Be("the package cache");
        File.ReadAllText(copy).Should().Contain("sched_yield");
        File.ResolveLinkTarget(copy, returnFinalTarget: false).Should().BeNull();
    }

    [Fact]
    public void Torch_loads_and_computes_on_this_system()
    {
        TorchRuntime.EnsureLoaded();
        using var ones = TorchSharp.torch.ones(2, 3);
        using var sum = ones.sum();
        sum.item<float>().Should().Be(6);
    }

    private string PatchedCopy()
    {
        var source = Path.Combine(_folder, "source.so");
        File.WriteAllBytes(source, CraftedLibrary("_ZSt21ios_base_library_initv", "GLIBCXX_3.4.32"));
        var task = new NativeLibraryPatch
        {
            Source = source,
            Destination = Path.Combine(_folder, "copy.so"),
            SystemFolders = [_folder],
        };
        task.Execute().Should().BeTrue();
        return task.Destination;
    }

    private const int SymbolsAt = 64;
    private const int VersionsAt = SymbolsAt + 2 * 24;
    private const int NeedsAt = VersionsAt + 8;
    private const int StringsAt = NeedsAt + 32;
    private const int SectionsAt = StringsAt + 128;

    /// <summary>The smallest image with a symbol table of one import, its version, and the need of that version.</summary>
    private static byte[] CraftedLibrary(string symbol, string version)
    {
        var elf = new byte[SectionsAt + 4 * 64];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1 }.CopyTo(elf, 0);
        Put64(40, SectionsAt);
        Put16(58, 64);
        Put16(60, 4);
        Encoding.ASCII.GetBytes(symbol).CopyTo(elf, StringsAt + 1);
        Encoding.ASCII.GetBytes(version).CopyTo(elf, StringsAt + 64);
        Put32(SymbolsAt + 24, 1);
        Put16(VersionsAt + 2, 7);
        Put16(NeedsAt + 2, 1);
        Put32(NeedsAt + 8, 16);
        Put32(NeedsAt + 16 + 8, 64);
        PutSection(0, 3, StringsAt, 128, 0);
        PutSection(1, 11, SymbolsAt, 48, 0);
        PutSection(2, 0x6fffffff, VersionsAt, 4, 1);
        PutSection(3, 0x6ffffffe, NeedsAt, 32, 0);
        return elf;

        void Put16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(at), value);
        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(elf.AsSpan(at), value);
        void Put64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(elf.AsSpan(at), value);
        void PutSection(int index, uint type, ulong offset, ulong size, uint link)
        {
            var at = SectionsAt + index * 64;
            Put32(at + 4, type);
            Put64(at + 24, offset);
            Put64(at + 32, size);
            Put32(at + 40, link);
        }
    }
}
