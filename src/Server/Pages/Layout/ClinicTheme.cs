using MudBlazor;

namespace Xinglin.Server.Pages.Layout;

/// <summary>What MudBlazor's own parts need to know; every colour comes from <c>tokens.css</c>.</summary>
public static class ClinicTheme
{
    private static readonly string[] Faces =
    [
        "Segoe UI",
        "Roboto",
        "Helvetica Neue",
        "Noto Sans",
        "PingFang SC",
        "Microsoft YaHei",
        "Noto Sans CJK SC",
        "Source Han Sans SC",
        "sans-serif",
    ];

    public static readonly MudTheme Theme = new()
    {
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "4px" },
        Typography = new Typography
        {
            Default = new DefaultTypography
            {
                FontFamily = Faces,
                FontSize = "0.875rem",
                LineHeight = "1.45",
            },
            Button = new ButtonTypography { TextTransform = "none" },
        },
    };
}
