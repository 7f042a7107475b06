using System.Collections.Frozen;

namespace Xinglin.Terminology.Units;

/// <summary>A substance whose mass and amount convert into each other.</summary>
/// <param name="MolarMass">g/mol of what is counted: for urea nitrogen the two nitrogen atoms of one urea.</param>
/// <param name="Charge">Charges per ion, for mEq/L; 0 when it is not an ion.</param>
/// <remarks>
/// Molar masses from IUPAC standard atomic weights 2021 (as in PubChem, public domain). Triglycerides by convention as
/// triolein, 885.7 (NCEP ATP III factor 88.57); haemoglobin as monomer, 16,114.5 (ICSH, factor 0.6206).
/// </remarks>
public sealed record Analyte(string Name, double MolarMass, int Charge = 0)
{
    private static readonly FrozenDictionary<string, Analyte> ByLoinc = Pairs().ToFrozenDictionary();

    /// <summary>The analyte that a LOINC code measures, or null.</summary>
    public static Analyte? Of(string loincCode) => ByLoinc.GetValueOrDefault(loincCode);

    private static Dictionary<string, Analyte> Pairs()
    {
        var pairs = new Dictionary<string, Analyte>();
        Add(
            new("glucose", 180.16),
            "2339-0",
            "15074-8",
            "2345-7",
            "14749-6",
            "1558-6",
            "14771-0",
            "14743-9",
            "41653-7",
            "2340-8"
        );
        Add(
            new("cholesterol", 386.7),
            "2093-3",
            "14647-2",
            "2085-9",
            "14646-4",
            "2089-1",
            "13457-7",
            "18262-6",
            "22748-8",
            "69419-0"
        );
        Add(new("triglycerides", 885.7), "2571-8", "14927-8");
        Add(new("creatinine", 113.12), "2160-0", "38483-4", "14682-9");
        Add(new("urea nitrogen", 28.014), "3094-0", "6299-2", "22664-7");
        Add(new("urate", 168.11), "3084-1", "14933-6");
        Add(new("bilirubin", 584.66), "1975-2", "14631-6", "1968-7", "14629-0");
        Add(new("calcium", 40.078, 2), "17861-6", "49765-1", "2000-8");
        Add(new("magnesium", 24.305, 2), "19123-9", "2601-3");
        Add(new("phosphorus", 30.974), "2777-1", "14879-1");
        Add(new("sodium", 22.990, 1), "2951-2", "2947-0");
        Add(new("potassium", 39.098, 1), "2823-3", "6298-4");
        Add(new("chloride", 35.45, 1), "2075-0", "2069-3");
        Add(new("bicarbonate", 61.017, 1), "1963-8", "2028-9", "20565-8");
        Add(new("haemoglobin monomer", 16_114.5), "718-7");
        Add(new("lactate", 89.07), "2524-7");
        Add(new("thyroxine", 776.87), "3024-7");
        Add(new("triiodothyronine", 650.97), "3051-0");
        Add(new("25-hydroxyvitamin D3", 400.6), "1989-3");
        Add(new("vitamin B12", 1355.4), "2132-9");
        Add(new("folate", 441.4), "2284-8");
        return pairs;

        void Add(Analyte analyte, params string[] codes)
        {
            foreach (var code in codes)
            {
                pairs.Add(code, analyte);
            }
        }
    }
}
