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
                // The C library's environment: OpenMP never sees Environment.SetEnvironmentVariable.
                SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", 0);
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

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    private static extern int SetEnvironment(string name, string value, int overwrite);
}
