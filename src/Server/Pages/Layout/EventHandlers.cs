using Microsoft.AspNetCore.Components;

namespace Xinglin.Server.Pages.Layout;

/// <summary>What <c>kept-text</c> of <c>fields.js</c> holds: the whole text, never a part.</summary>
public sealed class WholeTextEventArgs : EventArgs
{
    public string Text { get; set; } = "";
}

/// <summary>How a <c>modal-dialog</c> of <c>fields.js</c> was closed.</summary>
public sealed class ClosedEventArgs : EventArgs
{
    /// <summary>What it is for was done; else it was given up.</summary>
    public bool Done { get; set; }
}

/// <summary>Events of this program's own elements, as <c>shell.js</c> registers them.</summary>
[EventHandler("onkept", typeof(WholeTextEventArgs), enableStopPropagation: true, enablePreventDefault: false)]
[EventHandler("onclosed", typeof(ClosedEventArgs), enableStopPropagation: true, enablePreventDefault: false)]
public static class EventHandlers;
