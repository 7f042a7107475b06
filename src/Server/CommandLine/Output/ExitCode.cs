namespace Xinglin.Server.CommandLine.Output;

/// <summary>What the process tells its caller.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>Done, but some of the input was rejected; each rejection was listed with its reason.</summary>
    public const int SomeRefused = 3;
}
