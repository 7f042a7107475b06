using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Recipes;

/// <summary>Reads the plan of a recipe; its texts stand in both languages.</summary>
internal static class RecipePlan
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        Converters = { new BilingualTextConverter() },
    };

    public static T Read<T>(JsonObject plan) => plan.Deserialize<T>(Options)!;
}
