using System.Collections.Frozen;
using System.Globalization;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Units;

namespace Xinglin.Terminology.Limits;

/// <summary>
/// The range outside of which a number cannot be a measurement of a living person, or cannot be shown by the device that
/// is said to have made it. Wide on purpose: it finds wrong units and slips of the pen, not illness.
/// </summary>
/// <param name="Low">Inclusive.</param>
/// <param name="High">Inclusive.</param>
/// <param name="Unit">UCUM unit of both.</param>
/// <param name="Source">Where the limits come from.</param>
public sealed record PhysiologicalLimits(double Low, double High, string Unit, string Source)
{
    private const string Cuff =
        "indication range of automated cuffs, 0–299 mmHg (ISO 81060-2 devices); a cuff shows nothing below about 40/20";
    private const string Arterial =
        "480/350 mmHg measured intra-arterially under maximal effort (MacDougall et al., J Appl Physiol 1985;58:785)";
    private const string Meter = "display range of home meters, 0.6–33.3 mmol/L (10–600 mg/dL; ISO 15197 devices)";
    private const string Weight =
        "heaviest person on record 635 kg (Guinness World Records); preterm survival from 0.2 kg";
    private const string Analyser =
        "this product's own choice, far outside the adult reference intervals of Kratz et al., N Engl J Med 2004;351:1548";

    /// <summary>Limits of readings taken at home, by LOINC code.</summary>
    private static readonly FrozenDictionary<string, PhysiologicalLimits> Home = new Dictionary<
        string,
        PhysiologicalLimits
    >
    {
        ["8480-6"] = new(40, 299, "mm[Hg]", Cuff),
        ["8462-4"] = new(20, 240, "mm[Hg]", Cuff),
        ["15074-8"] = new(0.6, 33.3, "mmol/L", Meter),
        ["29463-7"] = new(0.2, 635, "kg", Weight),
        ["8867-4"] = new(20, 300, "/min", "pulse display range of home devices, 20–300/min"),
        ["8310-5"] = new(
            25,
            45,
            "Cel",
            "survival after accidental hypothermia and heat stroke; home thermometers show 32–43 °C"
        ),
        ["59408-5"] = new(30, 100, "%", "a saturation; oximeters are not specified below 70 % (ISO 80601-2-61)"),
    }.ToFrozenDictionary();

    /// <summary>Limits of any measurement of a living person, by LOINC code.</summary>
    private static readonly FrozenDictionary<string, PhysiologicalLimits> Anywhere = Build();

    /// <summary>The limits of a home reading, or null when there are none for this code.</summary>
    public static PhysiologicalLimits? AtHome(string loincCode) => Home.GetValueOrDefault(loincCode);

    /// <summary>The limits of any measurement, or null when there are none for this code.</summary>
    public static PhysiologicalLimits? Of(string loincCode) => Anywhere.GetValueOrDefault(loincCode);

    /// <summary>True when a value in the limits' own unit is possible.</summary>
    public bool Contain(double value) => value >= Low && value <= High;

    /// <summary>For people: <c>40–299 mmHg</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Low:0.##}–{High:0.##} {UnitNames.Display(Unit)}").TrimEnd();

    private static FrozenDictionary<string, PhysiologicalLimits> Build()
    {
        var limits = new Dictionary<string, PhysiologicalLimits>();
        Add(new(20, 480, "mm[Hg]", Arterial), "8480-6");
        Add(new(5, 360, "mm[Hg]", Arterial), "8462-4");
        Add(new(5, 360, "mm[Hg]", Arterial), "8478-0");
        Add(new(10, 350, "/min", Analyser), "8867-4");
        Add(new(1, 150, "/min", Analyser), "9279-1");
        Add(
            new(
                13,
                47,
                "Cel",
                "13.7 °C survived (Gilbert et al., Lancet 2000;355:375); 46.5 °C survived (Slovis 1982)"
            ),
            "8310-5",
            "8331-1"
        );
        Add(new(1, 100, "%", "a saturation"), "59408-5", "2708-6");
        Add(new(0.2, 635, "kg", Weight), "29463-7", "3141-9");
        Add(new(20, 272, "cm", "tallest person on record 272 cm (Guinness World Records)"), "8302-2");
        Add(new(5, 210, "kg/m2", "from the limits of weight and height"), "39156-5");
        Add(new(0.2, 150, "mmol/L", Analyser), [.. LoincCodes.Glucose]);
        Add(new(2, 25, "%", Analyser), "4548-4", "17856-6");
        Add(new(0.3, 60, "mmol/L", Analyser), "2093-3", "14647-2");
        Add(new(0.02, 10, "mmol/L", Analyser), "2085-9", "14646-4");
        Add(new(0.02, 50, "mmol/L", Analyser), "2089-1", "13457-7", "18262-6", "22748-8", "69419-0");
        Add(new(0.05, 250, "mmol/L", Analyser), "2571-8", "14927-8");
        Add(new(5, 10_000, "umol/L", Analyser), "2160-0", "38483-4", "14682-9");
        Add(new(0.2, 150, "mmol/L", Analyser), "3094-0", "6299-2", "22664-7");
        Add(new(80, 220, "mmol/L", Analyser), "2951-2", "2947-0");
        Add(new(0.8, 15, "mmol/L", Analyser), "2823-3", "6298-4");
        Add(new(40, 160, "mmol/L", Analyser), "2075-0", "2069-3");
        Add(new(0.3, 8, "mmol/L", Analyser), "17861-6", "49765-1", "2000-8");
        Add(new(5, 280, "g/L", Analyser), "718-7");
        Add(new(1, 85, "%", Analyser), "4544-3", "20570-8");
        Add(new(0, 2_000, "10*9/L", Analyser), "6690-2");
        Add(new(0, 5_000, "10*9/L", Analyser), "777-3");
        Add(new(0.1, 15, "10*12/L", Analyser), "789-8");
        Add(new(6.5, 8, "1", "pH compatible with life"), "2744-1");
        Add(new(0, 100, "%", "a fraction"), "10230-1", "770-8", "736-9");
        return limits.ToFrozenDictionary();

        void Add(PhysiologicalLimits limit, params string[] codes)
        {
            foreach (var code in codes)
            {
                limits.Add(code, limit);
            }
        }
    }
}
