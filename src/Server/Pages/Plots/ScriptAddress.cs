namespace Xinglin.Server.Pages.Plots;

/// <summary>Addresses of the script bundle.</summary>
public static class ScriptAddress
{
    /// <summary>An asset's address as a module import needs it: from the root.</summary>
    public static string AsModule(this string asset) => asset is ['/', ..] ? asset : "/" + asset;
}
