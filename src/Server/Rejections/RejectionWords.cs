using Xinglin.Dicom.DataSets;
using Xinglin.Formats;
using Xinglin.Learning.Training;
using Xinglin.Records.Storage.Sqlite;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Rejections;

/// <summary>Which exceptions say what a person did wrong, and in what words. All else is a fault of ours.</summary>
public static class RejectionWords
{
    /// <summary>The words for the person, or null when the exception is a fault of the program.</summary>
    public static string? Of(Exception fault) =>
        fault switch
        {
            InvalidInputException
            or TrainingDivergedException
            or AccountRejectedException
            or DicomFormatException
            or StorageFaultException => fault.Message,
            FileNotFoundException missing => $"'{missing.FileName}' does not exist: check the path.",
            DirectoryNotFoundException or UnauthorizedAccessException or IOException => fault.Message,
            _ => AccountsDamage.WordsFor(fault),
        };
}
