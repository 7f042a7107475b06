using System.Diagnostics;

namespace Xinglin.Journeys.Tests.House;

public sealed class BuildLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("build-lock-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The compiler's server lives on for minutes after a build; it once kept the lock, and the next command waited.</summary>
    [Fact]
    public async Task A_compiler_that_outlives_the_build_does_not_keep_its_lock()
    {
        var compiler = Path.Combine(_folder, "dotnet");
        File.WriteAllText(compiler, "#!/bin/sh\nsleep 60 >/dev/null 2>&1 &\necho $! > \"$root/compiler\"\n");
        Directory.CreateDirectory(Path.Combine(_folder, "artifacts", "publish"));
        var script = $$"""
            export root='{{_folder}}' PATH='{{_folder}}':$PATH
            chmod +x "$root/dotnet"
            say() { :; }
            setup() { :; }
            . '{{Path.Combine(Repository.Root, "build", "build.sh")}}'
            build_program || exit 3
            flock -n "$root/artifacts/.build.lock" true
            code=$?
            kill "$(cat "$root/compiler")" || exit 4
            exit $code
            """;
        using var shell = Process.Start("bash", ["-c", script])!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        shell.ExitCode.Should().Be(0, "the lock is free once the build is done, though what it started lives on");
    }
}
