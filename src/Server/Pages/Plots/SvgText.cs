using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Xinglin.Server.Pages.Plots;

/// <summary>A text element of a drawing; Razor keeps that name for itself.</summary>
public sealed class SvgText : ComponentBase
{
    [Parameter, EditorRequired]
    public string X { get; set; } = "0";

    [Parameter, EditorRequired]
    public string Y { get; set; } = "0";

    [Parameter]
    public string Class { get; set; } = "";

    [Parameter, EditorRequired]
    public string Words { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "class", Class);
        builder.AddContent(4, Words);
        builder.CloseElement();
    }
}
