#nullable disable
using System.IO;
using Microsoft.Build.Framework;

namespace Xinglin.Build
{
    /// <summary>
    /// Makes TorchSharp's managed wrapper safe beside a garbage collector that runs on other threads. The wrapper hands native
    /// functions the handle of an object that nothing refers to from then on, such as the number in <c>tensor * 0.5</c>:
    /// in optimised code a collection during the call may free it under the function's hands, which then reads another
    /// number or none. The patch marks the assembly as not to be optimised by the just-in-time compiler, which then keeps
    /// every local alive until its method returns. The methods are a few instructions around a native call each, so that the
    /// time is the same. See docs/decisions on TorchSharp.
    /// </summary>
    /// <remarks>Written in the C# and the class library (netstandard 2.0) that MSBuild's inline tasks compile.</remarks>
    public sealed class ManagedWrapperPatch : Microsoft.Build.Utilities.Task
    {
        /// <summary>
        /// The value of <c>DebuggableAttribute</c> in a release build (ECMA-335, II.23.3): length 8, prolog 1, the 32-bit
        /// modes IgnoreSymbolStoreSequencePoints (2), no named arguments.
        /// </summary>
        private static readonly byte[] Optimised = { 8, 1, 0, 2, 0, 0, 0, 0, 0 };

        /// <summary>
        /// The same with the modes DisableOptimizations (0x100), Default (1) and IgnoreSymbolStoreSequencePoints (2). Without
        /// Default the runtime goes on optimising.
        /// </summary>
        private static readonly byte[] NotOptimised = { 8, 1, 0, 3, 1, 0, 0, 0, 0 };

        /// <summary>The assembly as it came. It is only read.</summary>
        [Required]
        public string Source { get; set; }

        /// <summary>Where the patched copy goes. A link that stands there is replaced, never written through.</summary>
        [Required]
        public string Destination { get; set; }

        public override bool Execute()
        {
            var bytes = File.ReadAllBytes(Source);
            Apply(bytes);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
            File.Delete(Destination);
            File.WriteAllBytes(Destination, bytes);
            return true;
        }

        /// <summary>Edits an assembly in place; its length stays.</summary>
        /// <returns>True when it was edited, false when it was patched already.</returns>
        /// <exception cref="InvalidDataException">The attribute is not found once: the package changed, look at it anew.</exception>
        public static bool Apply(byte[] assembly)
        {
            var place = Find(assembly, Optimised, 0);
            if (place < 0 && Find(assembly, NotOptimised, 0) >= 0)
                return false;
            if (place < 0 || Find(assembly, Optimised, place + 1) >= 0)
                throw new InvalidDataException(
                    "The wrapper's DebuggableAttribute was not found exactly once: another version of TorchSharp needs a look."
                );
            NotOptimised.CopyTo(assembly, place);
            return true;
        }

        private static int Find(byte[] bytes, byte[] pattern, int from)
        {
            for (var i = from; i <= bytes.Length - pattern.Length; i++)
            {
                var n = 0;
                while (n < pattern.Length && bytes[i + n] == pattern[n])
                    n++;
                if (n == pattern.Length)
                    return i;
            }
            return -1;
        }
    }
}
