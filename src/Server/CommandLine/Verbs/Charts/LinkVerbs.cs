using System.CommandLine;
using Xinglin.Records.Charts;
using Xinglin.Server.CommandLine.Output;

namespace Xinglin.Server.CommandLine.Verbs.Charts;

/// <summary>
/// <c>xinglin link-patients</c> and <c>unlink-patients</c>: two records of one person are linked, and made two again. Nothing is moved.
/// </summary>
public static class LinkVerbs
{
    public static Command Link()
    {
        var other = Other("--replaced-by", "the record of the same person that is used from now on");
        return ChartVerb.Build(
            "link-patients",
            "PATIENT",
            "the FHIR id of the record that is replaced",
            "link two records of one person; no document is moved\n\nexample: xinglin link-patients p-1 --replaced-by p-2 --reason \"same identity card\"",
            other,
            async (records, id, _, parsed, cancel) =>
            {
                var to = parsed.GetValue(other)!;
                var isNew = await new PatientLinks(records.Store).LinkAsync(id, to, Environment.UserName, cancel);
                Terminal.Line(
                    isNew ? $"{id}: linked with {to}; nothing was moved" : $"{id}: is linked with {to} already"
                );
                return ExitCode.Done;
            }
        );
    }

    public static Command Unlink()
    {
        var other = Other("--from", "the record that it is linked with");
        return ChartVerb.Build(
            "unlink-patients",
            "PATIENT",
            "the patient's FHIR id",
            "take the link between two records off\n\nexample: xinglin unlink-patients p-1 --from p-2 --reason \"two persons after all\"",
            other,
            async (records, id, _, parsed, cancel) =>
            {
                var from = parsed.GetValue(other)!;
                if (await new PatientLinks(records.Store).UnlinkAsync(id, from, Environment.UserName, cancel))
                {
                    Terminal.Line($"{id}: no longer linked with {from}");
                    return ExitCode.Done;
                }
                Terminal.Fault($"'{id}' and '{from}' are not linked.");
                return ExitCode.Failed;
            }
        );
    }

    private static Option<string?> Other(string name, string says) =>
        new(name)
        {
            Description = says,
            HelpName = "PATIENT",
            Required = true,
        };
}
