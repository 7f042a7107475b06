namespace Xinglin.Server.Pages.Layout;

/// <summary>What the pages must know of how the program was started.</summary>
/// <param name="Demonstration">True in the synthetic hospital of <c>xinglin demo</c>: every screen says so.</param>
/// <param name="ModelsFolder">The folder of the models in use, each with <c>model.json</c> and its cards.</param>
public sealed record PagesSettings(bool Demonstration, string ModelsFolder);
