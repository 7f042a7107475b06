using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Xinglin.Learning.Torch;

/// <summary>
/// Loads the native network library once, with threads that sleep while they wait. Spinning OpenMP threads make a loop of
/// small networks up to a hundred times slower as soon as another process wants the same cores.
/// </summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>To be called before the first use of torch, by everything that uses it. Thread-safe, cheap when repeated.</summary>
    /// <param name="threads">
    /// Threads inside one operation, 1 or more; null leaves the number as it is. One thread makes training repeatable bit
    /// for bit. The number holds for the whole process.
    /// </param>
    public static void EnsureLoaded(int? threads = null)
    {
        if (threads is < 1)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "At least one thread is needed.");
        lock (Gate)
        {
            if (!_loaded)
            {
                torch.InitializeDeviceType(DeviceType.CPU);
                _loaded = true;
            }
            if (threads is { } wanted && torch.get_num_threads() != wanted)
                torch.set_num_threads(wanted);
        }
    }

    /// <summary>
    /// Torch has one stream of random numbers for the process: whoever draws from it (initial weights, dropout) holds this
    /// while they do, so that trainings side by side stay repeatable. The same thread may take it again.
    /// </summary>
    public static IDisposable Alone()
    {
        EnsureLoaded();
        return new Turn();
    }

    /// <summary>Begins torch's stream of random numbers anew; hold <see cref="Alone"/> where another thread may draw from it.</summary>
    public static void Seed(long seed) => torch.manual_seed(seed);

    /// <summary>A stream of its own, which nothing else draws from.</summary>
    public static torch.Generator Generator(int seed) => new((ulong)seed);

    private sealed class Turn : IDisposable
    {
        private static readonly Lock Randomness = new();

        public Turn() => Randomness.Enter();

        public void Dispose() => Randomness.Exit();
    }

    /// <summary>
    /// What native libraries read once, when they load: so it is said before anybody can load them. It is the C library's
    /// environment; OpenMP and oneDNN never see <see cref="Environment.SetEnvironmentVariable(string, string?)"/>.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Later is too late.")]
    internal static void Prepare()
    {
        if (!OperatingSystem.IsLinux())
            return;
        SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", 0);
        if (!SaysCaches() || IsVirtualAmd())
            SetEnvironment("ONEDNN_MAX_CPU_ISA", "AVX", 0);
    }

    /// <summary>
    /// Whether the processor says how large its caches are. Some virtual machines hide it, and oneDNN's kernels for AVX2 and AVX-512,
    /// which cut their work by it, then write beyond their memory: convolutions ended the process (seen on an AMD EPYC of family 26
    /// with torch 2.10: all 635 tests of this project pass with AVX).
    /// </summary>
    private static bool SaysCaches() => Directory.Exists("/sys/devices/system/cpu/cpu0/cache/index0");

    /// <summary>
    /// Whether this is a virtual machine on an AMD processor. There the same kernels wrote beyond their memory though the caches are
    /// told (AMD EPYC of family 25, torch 2.10: the tests of this project ended in "free(): invalid next size" in three of four runs).
    /// </summary>
    private static bool IsVirtualAmd()
    {
        try
        {
            var told = File.ReadLines("/proc/cpuinfo").TakeWhile(line => line.Length > 0).ToList();
            return told.Exists(line => line.EndsWith("AuthenticAMD", StringComparison.Ordinal))
                && told.Exists(line =>
                    line.StartsWith("flags", StringComparison.Ordinal)
                    && line.Split(' ').Contains("hypervisor", StringComparer.Ordinal)
                );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
