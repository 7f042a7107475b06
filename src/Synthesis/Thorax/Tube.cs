namespace Xinglin.Synthesis.Thorax;

/// <summary>A point of a tube's axis, in the units of <see cref="ThoraxAnatomy"/>, and the tube's radius there.</summary>
internal readonly record struct TubePoint(float X, float Y, float Z, float Radius);

/// <summary>A curved tube, solid or with a shell: a rib, a vessel, an airway.</summary>
/// <param name="Points">Its axis, at least two points, near enough for straight lines between them.</param>
/// <param name="Flatness">Half its depth along the ray over its radius across the ray; 1 for a round tube.</param>
/// <param name="Shell">Thickness of the shell; 0 for a solid tube.</param>
/// <param name="ShellContrast">Attenuation of the shell above that of its surroundings, per mm.</param>
/// <param name="CoreContrast">Attenuation of the inside above that of its surroundings, per mm; may be negative.</param>
internal sealed record Tube(TubePoint[] Points, float Flatness, float Shell, float ShellContrast, float CoreContrast);
