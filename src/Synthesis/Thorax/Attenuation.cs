namespace Xinglin.Synthesis.Thorax;

/// <summary>
/// Linear attenuation coefficients per millimetre at one effective photon energy.
/// </summary>
/// <remarks>
/// Mass attenuation coefficients (cm²/g, with coherent scattering) of the ICRU-44 tissues: Hubbell and Seltzer, NISTIR
/// 5632, NIST Standard Reference Database 126, table 4; public data of NIST. Densities: the same, table 2; inflated lung
/// 0.26 g/cm³ (ICRP Publication 89 gives 0.25 to 0.30). Between the tabled energies: log-log interpolation, as NIST advises.
/// </remarks>
internal sealed record Attenuation(
    float Soft,
    float Adipose,
    float Blood,
    float Lung,
    float CorticalBone,
    float SpongyBone,
    float Air
)
{
    private static readonly double[] Energies = [50, 60, 80, 100];
    private static readonly double[] SoftTissue = [0.2264, 0.2048, 0.1823, 0.1693];
    private static readonly double[] AdiposeTissue = [0.2123, 0.1974, 0.1800, 0.1688];
    private static readonly double[] WholeBlood = [0.2278, 0.2057, 0.1827, 0.1695];
    private static readonly double[] LungTissue = [0.2270, 0.2053, 0.1826, 0.1695];
    private static readonly double[] BoneCortical = [0.4242, 0.3148, 0.2229, 0.1855];
    private static readonly double[] AirDry = [0.2080, 0.1875, 0.1662, 0.1541];

    /// <summary>The coefficients at an energy.</summary>
    /// <param name="kiloelectronvolt">Effective energy of the beam, 50 to 100 keV.</param>
    public static Attenuation At(double kiloelectronvolt)
    {
        if (kiloelectronvolt is < 50 or > 100)
            throw new ArgumentOutOfRangeException(nameof(kiloelectronvolt), "The tables cover 50 to 100 keV.");
        var soft = Linear(SoftTissue, 1.06);
        var cortical = Linear(BoneCortical, 1.92);
        return new Attenuation(
            soft,
            Linear(AdiposeTissue, 0.95),
            Linear(WholeBlood, 1.06),
            Linear(LungTissue, 0.26),
            cortical,
            // Spongy bone: a fifth of its volume is bone, the rest marrow.
            0.8f * soft
                + 0.2f * cortical,
            Linear(AirDry, 0.001205)
        );

        float Linear(double[] table, double density)
        {
            var i = Math.Clamp(Array.FindIndex(Energies, e => e >= kiloelectronvolt) - 1, 0, 2);
            var share = Math.Log(kiloelectronvolt / Energies[i]) / Math.Log(Energies[i + 1] / Energies[i]);
            var mass = Math.Exp(Math.Log(table[i]) * (1 - share) + Math.Log(table[i + 1]) * share);
            return (float)(mass * density / 10);
        }
    }
}
