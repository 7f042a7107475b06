using System.Collections.Concurrent;
using System.Diagnostics;
using Xinglin.Formats.Images;

namespace Xinglin.Server.Tests.CommandLine;

/// <summary>Trainings in a process of their own, ended from outside.</summary>
public sealed class StoppedTrainingTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("stopped-").FullName;

    public StoppedTrainingTests()
    {
        var random = new Random(11);
        foreach (var kind in new[] { "dark", "light" })
        {
            var images = Directory.CreateDirectory(Path.Combine(_folder, "films", kind)).FullName;
            for (var i = 0; i < 24; i++)
            {
                var values = Enumerable.Range(0, 24 * 24).Select(_ => (byte)random.Next(60, 120)).ToArray();
                if (kind == "light")
                    values.AsSpan(24 * random.Next(4, 12), 24 * 6).Fill(230);
                PngWriter.Write(Path.Combine(images, $"{i:00}.png"), 24, 24, values);
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_training_that_was_killed_goes_on_and_ends_with_the_weights_of_one_that_was_not()
    {
        var state = Path.Combine(_folder, ".model.training", "network-0-state", "model.json");
        using (var killed = Start("model"))
        {
            await Until(() => File.Exists(state), killed);
            killed.Process.Kill(); // SIGKILL
            await killed.Process.WaitForExitAsync();
        }
        Directory.Exists(Path.Combine(_folder, "model")).Should().BeFalse("a model is there whole or not at all");

        using var resumed = Start("model");
        using var whole = Start("whole");
        await Ended(resumed, 0);
        await Ended(whole, 0);

        resumed.Lines.Should().Contain(line => line.Contains("goes on after epoch"));
        whole.Lines.Should().NotContain(line => line.Contains("goes on after epoch"));
        Weights("model").Should().Equal(Weights("whole"));
        Directory
            .EnumerateDirectories(_folder)
            .Select(Path.GetFileName)
            .Should()
            .BeEquivalentTo("films", "model", "whole");
        var told = System.Text.Json.Nodes.JsonNode.Parse(
            File.ReadAllText(Path.Combine(_folder, "model", "model.json"))
        )!;
        told["metrics"]!["history"]!["network-0"]!["losses"]!.AsArray().Should().HaveCount(Epochs);
    }

    [Fact]
    public async Task Interrupting_a_training_leaves_no_half_model()
    {
        using var running = Start("model");
        await Until(() => running.Lines.Any(line => line.Contains("epoch 2/")), running);
        using var interrupt = Process.Start("kill", ["-INT", $"{running.Process.Id}"]);
        await interrupt.WaitForExitAsync();
        await Ended(running, 1);

        running.Lines.Should().Contain(line => line.Contains("cancelled"));
        // What is hidden is for the same command, which then goes on.
        Directory
            .EnumerateDirectories(_folder)
            .Select(Path.GetFileName)
            .Should()
            .BeSubsetOf(["films", ".model.training"]);
    }

    // Long enough that the state of a quick machine is kept (every two seconds) before the end.
    private const int Epochs = 240;

    private byte[] Weights(string model) => File.ReadAllBytes(Path.Combine(_folder, model, "weights.safetensors"));

    private Running Start(string model)
    {
        string[] arguments =
        [
            "exec",
            Path.Combine(AppContext.BaseDirectory, "xinglin.dll"),
            "train",
            "image",
            "--folder",
            Path.Combine(_folder, "films"),
            "--out",
            Path.Combine(_folder, model),
            "--size",
            "24",
            "--networks",
            "1",
            "--width",
            "8",
            "--epochs",
            $"{Epochs}",
            "--threads",
            "1",
            "--budget",
            "1h",
            "--json",
        ];
        // A test run in the background of a shell inherits that Ctrl-C is ignored; the program must not.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        return new Running(start);
    }

    private static async Task Until(Func<bool> met, Running running)
    {
        for (var waited = Stopwatch.StartNew(); !met(); await Task.Delay(20))
        {
            if (running.Process.HasExited || waited.Elapsed > Patience)
            {
                throw new TimeoutException(
                    $"{running.Process.HasExited} {(running.Process.HasExited ? running.Process.ExitCode : 0)} "
                        + string.Join('\n', running.Lines)
                );
            }
        }
    }

    private static async Task Ended(Running running, int code)
    {
        using var patience = new CancellationTokenSource(Patience);
        await running.Process.WaitForExitAsync(patience.Token);
        running.Process.ExitCode.Should().Be(code, string.Join('\n', running.Lines));
    }

    private sealed class Running : IDisposable
    {
        public Running(ProcessStartInfo start)
        {
            Process = new Process { StartInfo = start };
            Process.OutputDataReceived += (_, line) => Lines.Enqueue(line.Data ?? "");
            Process.ErrorDataReceived += (_, line) => Lines.Enqueue(line.Data ?? "");
            Process.Start();
            Process.BeginOutputReadLine();
            Process.BeginErrorReadLine();
        }

        public Process Process { get; }

        public ConcurrentQueue<string> Lines { get; } = new();

        public void Dispose()
        {
            if (!Process.HasExited)
                Process.Kill(entireProcessTree: true);
            Process.Dispose();
        }
    }
}
