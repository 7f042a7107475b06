using System.Collections.Concurrent;
using System.Diagnostics;

namespace Xinglin.Journeys.Tests.Running;

/// <summary>The built program as a child process. Stopped by process id, its folder removed.</summary>
public sealed class XinglinProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private XinglinProcess(Process process) => _process = process;

    public IEnumerable<string> Lines => _lines;
    public bool HasExited => _process.HasExited;
    public int ExitCode => _process.ExitCode;
    public int Id => _process.Id;

    /// <summary>The published program; <c>./test</c> builds it before any test runs.</summary>
    public static string Executable => Path.Combine(Repository.Root, "artifacts", "publish", "xinglin");

    public static XinglinProcess Start(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Executable), "The program is not published: run ./test or ./xinglin first.");
        // A test run in the background of a shell inherits that Ctrl-C is ignored; the program must not.
        var process = new Process { StartInfo = Invocation("env", ["--default-signal=INT", Executable, .. arguments]) };
        var running = new XinglinProcess(process);
        process.OutputDataReceived += (_, line) => running.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => running.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Executable), "The program is not published: run ./test or ./xinglin first.");
        using var process = Process.Start(Invocation(Executable, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>The rest of the first line that starts with a word, once it is printed.</summary>
    public async Task<string> LineAfterAsync(string word, TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < patience)
        {
            if (_lines.FirstOrDefault(line => line.StartsWith(word, StringComparison.Ordinal)) is { } found)
                return found[word.Length..].Trim();
            if (_process.HasExited)
                break;
            await Task.Delay(50);
        }
        throw new TimeoutException(
            $"'{word}' was not printed within {patience}. Printed:\n{string.Join('\n', _lines)}"
        );
    }

    /// <summary>Ends it as a power cut would: SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it as Ctrl-C would: SIGINT.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString()])!;
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Invocation(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["XINGLIN_ROOT"] = Repository.Root;
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        return start;
    }

    private void Keep(string? line)
    {
        if (line is not null)
            _lines.Enqueue(line);
    }
}
