namespace Xinglin.Server.Pages.Layout;

/// <summary>What the pages must know of how the program was started.</summary>
/// <param name="Demonstration">True in the synthetic hospital of <c>xinglin demo</c>: every screen says so.</param>
/// <param name="DataFolder">Records, archive, accounts and keys live here.</param>
/// <param name="ModelsFolder">The folder of the models in use, each with <c>model.json</c> and its cards.</param>
/// <param name="UploadLimitBytes">The largest file that is taken.</param>
public sealed record PagesSettings(bool Demonstration, string DataFolder, string ModelsFolder, long UploadLimitBytes)
{
    /// <summary>Bytes of text in one field that the browser passes on (<c>shell.js</c>); of what is longer it says so. A message holds it twice.</summary>
    public const int MostTyped = 250_000;
}
