#nullable disable
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;

namespace Xinglin.Build
{
    /// <summary>
    /// Makes TorchSharp's native library load on systems whose libstdc++ is older than GCC 13 (Debian 12).
    /// The library needs version GLIBCXX_3.4.32 for one symbol only, <c>std::ios_base_library_init()</c>, a hook that does
    /// nothing but keep the linker from dropping an initialiser that every libstdc++ runs anyway. The patch names
    /// <c>sched_yield</c> in its place and marks the version need as weak, so that the loader goes on without it.
    /// A patched library also loads on newer systems. See docs/decisions on TorchSharp.
    /// </summary>
    /// <remarks>Written in the C# and the class library (netstandard 2.0) that MSBuild's inline tasks compile.</remarks>
    public sealed class NativeLibraryPatch : Microsoft.Build.Utilities.Task
    {
        private const string Symbol = "_ZSt21ios_base_library_initv";
        private const string Substitute = "sched_yield";
        private const string Version = "GLIBCXX_3.4.32";

        private const uint DynamicSymbols = 11;
        private const uint VersionNeeds = 0x6ffffffe;
        private const uint SymbolVersions = 0x6fffffff;
        private const int SymbolSize = 24;
        private const ushort Unversioned = 1;
        private const byte Weak = 2;

        /// <summary>The library as it came. It is only read.</summary>
        [Required]
        public string Source { get; set; }

        /// <summary>Where the copy goes, patched or not. A link that stands there is replaced, never written through.</summary>
        [Required]
        public string Destination { get; set; }

        /// <summary>Folders that are searched for the system's libstdc++.so.6; none: the usual ones.</summary>
        public string[] SystemFolders { get; set; }

        public override bool Execute()
        {
            var bytes = File.ReadAllBytes(Source);
            var edits = SystemHasVersion(SystemFolders) ? 0 : Apply(bytes);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
            File.Delete(Destination);
            File.WriteAllBytes(Destination, bytes);
            if (edits > 0 && BuildEngine != null)
                Log.LogMessage(
                    MessageImportance.Normal,
                    "Patched " + Destination + " for a libstdc++ without " + Version
                );
            return true;
        }

        /// <summary>True when the first libstdc++ that the loader would find knows the version.</summary>
        public static bool SystemHasVersion(string[] folders)
        {
            if (folders == null || folders.Length == 0)
                folders = (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") + ":" + UsualFolders).Split(
                    new[] { ':' },
                    StringSplitOptions.RemoveEmptyEntries
                );
            foreach (var folder in folders)
            {
                var path = Path.Combine(folder, "libstdc++.so.6");
                if (File.Exists(path))
                    return Find(File.ReadAllBytes(path), Encoding.ASCII.GetBytes(Version + "\0"));
            }
            return false;
        }

        private const string UsualFolders =
            "/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:/lib64:/usr/lib64:/usr/lib:/usr/local/lib64";

        /// <summary>Edits a 64-bit little-endian ELF image in place; its length stays.</summary>
        /// <returns>The number of places edited: 0 when the library does not need the version, or is patched already.</returns>
        /// <exception cref="InvalidDataException">The bytes are no such ELF image, or lack a section that is needed.</exception>
        public static int Apply(byte[] elf)
        {
            if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F')
                throw new InvalidDataException("Not an ELF library: the first four bytes are not 7f 45 4c 46.");
            if (elf[4] != 2 || elf[5] != 1)
                throw new InvalidDataException("Not a 64-bit little-endian ELF library (bytes 4 and 5).");
            var sections = Sections(elf);
            var symbols = Section(sections, DynamicSymbols);
            var versions = Section(sections, SymbolVersions);
            var needs = sections.Find(section => section.Type == VersionNeeds);
            return needs == null
                ? 0
                : RebindSymbol(elf, symbols, versions, sections[symbols.Link].Offset)
                    + WeakenVersion(elf, needs, sections[needs.Link].Offset);
        }

        private static int RebindSymbol(byte[] elf, ElfSection symbols, ElfSection versions, int strings)
        {
            var edits = 0;
            for (var i = 0; i < symbols.Size / SymbolSize; i++)
            {
                var name = strings + (int)UInt32(elf, symbols.Offset + i * SymbolSize);
                if (Text(elf, name) != Symbol)
                    continue;
                Encoding.ASCII.GetBytes(Substitute + "\0").CopyTo(elf, name);
                BitConverter.GetBytes(Unversioned).CopyTo(elf, versions.Offset + i * 2);
                edits++;
            }
            return edits;
        }

        // Elf64_Verneed: version, count, file, first entry, next; Elf64_Vernaux: hash, flags, other, name, next.
        private static int WeakenVersion(byte[] elf, ElfSection needs, int strings)
        {
            var edits = 0;
            for (var need = needs.Offset; ; need += (int)UInt32(elf, need + 12))
            {
                var entry = need + (int)UInt32(elf, need + 8);
                for (var i = 0; i < UInt16(elf, need + 2); i++, entry += (int)UInt32(elf, entry + 12))
                {
                    if (Text(elf, strings + (int)UInt32(elf, entry + 8)) != Version || (elf[entry + 4] & Weak) != 0)
                        continue;
                    elf[entry + 4] |= Weak;
                    edits++;
                }
                if (UInt32(elf, need + 12) == 0)
                    return edits;
            }
        }

        private static List<ElfSection> Sections(byte[] elf)
        {
            var table = (int)UInt32(elf, 40);
            var size = UInt16(elf, 58);
            var sections = new List<ElfSection>();
            for (var i = 0; i < UInt16(elf, 60); i++)
            {
                var header = table + i * size;
                sections.Add(
                    new ElfSection
                    {
                        Type = UInt32(elf, header + 4),
                        Offset = (int)UInt32(elf, header + 24),
                        Size = (int)UInt32(elf, header + 32),
                        Link = (int)UInt32(elf, header + 40),
                    }
                );
            }
            return sections;
        }

        private static ElfSection Section(List<ElfSection> sections, uint type)
        {
            var section = sections.Find(candidate => candidate.Type == type);
            if (section == null)
                throw new InvalidDataException("The ELF library has no section of type 0x" + type.ToString("x") + ".");
            return section;
        }

        private static ushort UInt16(byte[] elf, int offset)
        {
            return BitConverter.ToUInt16(elf, offset);
        }

        private static uint UInt32(byte[] elf, int offset)
        {
            return BitConverter.ToUInt32(elf, offset);
        }

        private static string Text(byte[] elf, int offset)
        {
            var end = offset;
            while (elf[end] != 0)
                end++;
            return Encoding.ASCII.GetString(elf, offset, end - offset);
        }

        private static bool Find(byte[] bytes, byte[] sought)
        {
            for (var i = 0; i <= bytes.Length - sought.Length; i++)
            {
                var length = 0;
                while (length < sought.Length && bytes[i + length] == sought[length])
                    length++;
                if (length == sought.Length)
                    return true;
            }
            return false;
        }

        private sealed class ElfSection
        {
            public uint Type;
            public int Offset;
            public int Size;
            public int Link;
        }
    }
}
