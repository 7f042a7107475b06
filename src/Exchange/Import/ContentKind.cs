namespace Xinglin.Exchange.Import;

/// <summary>What a file is, told from its first bytes; its name does not matter.</summary>
internal enum ContentKind
{
    // In the order in which files of one import are read: patients before what refers to them.
    Empty,
    Unknown,
    Zip,
    GZip,
    Json,
    Xml,
    Dicom,
    Table,
}
