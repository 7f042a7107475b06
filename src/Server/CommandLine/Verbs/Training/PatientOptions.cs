using System.CommandLine;

namespace Xinglin.Server.CommandLine.Verbs.Training;

/// <summary>How a training of images is told whose image each is, so that one patient's are on one side of every split.</summary>
public static class PatientOptions
{
    public static Option<string?> List() =>
        new("--groups")
        {
            Description =
                "columns file and patient: one patient's images stay on one side (DICOM: by Patient ID without asking)",
            HelpName = "G.csv",
        };

    public static Option<string?> Pattern() =>
        new("--group-pattern")
        {
            Description = "the same from file names: a regular expression such as 'person([0-9]+)'",
            HelpName = "REGEX",
        };
}
