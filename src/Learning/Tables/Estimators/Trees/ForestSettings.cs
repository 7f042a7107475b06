namespace Xinglin.Learning.Tables.Estimators.Trees;

/// <summary>How a forest is grown.</summary>
/// <param name="Trees">Trees, at least 1.</param>
/// <param name="Columns">Share of columns looked at for each split; 0 for the square root of their number.</param>
/// <param name="LeafRows">Fewest rows of a leaf.</param>
/// <param name="Extra">
/// Extremely randomised trees (Geurts et al. 2006): all rows for every tree, one random cut of each column. Otherwise a
/// random forest (Breiman 2001): a bootstrap of the rows, the best cut.
/// </param>
/// <param name="Shrinkage">
/// λ of hierarchical shrinkage (Agarwal et al. 2022): each node is drawn towards its parent as if the parent had λ more
/// rows. 0 for none.
/// </param>
public sealed record ForestSettings(int Trees, double Columns, int LeafRows, bool Extra, double Shrinkage);
