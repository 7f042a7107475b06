namespace Xinglin.Dicom.DataSets;

/// <summary>The tags that the product asks for by name (PS3.6 table 6-1); every other one is <c>new Tag(group, element)</c>.</summary>
public static class Tags
{
    // File meta information (PS3.10)
    public static readonly Tag FileMetaInformationVersion = new(0x0002, 0x0001);
    public static readonly Tag MediaStorageSOPClassUID = new(0x0002, 0x0002);
    public static readonly Tag MediaStorageSOPInstanceUID = new(0x0002, 0x0003);
    public static readonly Tag TransferSyntaxUID = new(0x0002, 0x0010);
    public static readonly Tag ImplementationClassUID = new(0x0002, 0x0012);
    public static readonly Tag ImplementationVersionName = new(0x0002, 0x0013);
    public static readonly Tag SourceApplicationEntityTitle = new(0x0002, 0x0016);

    // The object and its study
    public static readonly Tag SpecificCharacterSet = new(0x0008, 0x0005);
    public static readonly Tag ImageType = new(0x0008, 0x0008);
    public static readonly Tag SOPClassUID = new(0x0008, 0x0016);
    public static readonly Tag SOPInstanceUID = new(0x0008, 0x0018);
    public static readonly Tag SyntheticData = new(0x0008, 0x001C);
    public static readonly Tag StudyDate = new(0x0008, 0x0020);
    public static readonly Tag SeriesDate = new(0x0008, 0x0021);
    public static readonly Tag AcquisitionDate = new(0x0008, 0x0022);
    public static readonly Tag ContentDate = new(0x0008, 0x0023);
    public static readonly Tag StudyTime = new(0x0008, 0x0030);
    public static readonly Tag SeriesTime = new(0x0008, 0x0031);
    public static readonly Tag AcquisitionTime = new(0x0008, 0x0032);
    public static readonly Tag ContentTime = new(0x0008, 0x0033);
    public static readonly Tag TimezoneOffsetFromUTC = new(0x0008, 0x0201);
    public static readonly Tag AccessionNumber = new(0x0008, 0x0050);
    public static readonly Tag Modality = new(0x0008, 0x0060);
    public static readonly Tag PresentationIntentType = new(0x0008, 0x0068);
    public static readonly Tag Manufacturer = new(0x0008, 0x0070);
    public static readonly Tag InstitutionName = new(0x0008, 0x0080);
    public static readonly Tag ReferringPhysicianName = new(0x0008, 0x0090);
    public static readonly Tag CodeValue = new(0x0008, 0x0100);
    public static readonly Tag CodingSchemeDesignator = new(0x0008, 0x0102);
    public static readonly Tag CodeMeaning = new(0x0008, 0x0104);
    public static readonly Tag StudyDescription = new(0x0008, 0x1030);
    public static readonly Tag SeriesDescription = new(0x0008, 0x103E);
    public static readonly Tag ManufacturerModelName = new(0x0008, 0x1090);
    public static readonly Tag ReferencedSOPClassUID = new(0x0008, 0x1150);
    public static readonly Tag ReferencedSOPInstanceUID = new(0x0008, 0x1155);
    public static readonly Tag DerivationDescription = new(0x0008, 0x2111);
    public static readonly Tag AnatomicRegionSequence = new(0x0008, 0x2218);
    public static readonly Tag ViewCodeSequence = new(0x0054, 0x0220);
    public static readonly Tag StudyInstanceUID = new(0x0020, 0x000D);
    public static readonly Tag SeriesInstanceUID = new(0x0020, 0x000E);
    public static readonly Tag StudyID = new(0x0020, 0x0010);
    public static readonly Tag SeriesNumber = new(0x0020, 0x0011);
    public static readonly Tag InstanceNumber = new(0x0020, 0x0013);
    public static readonly Tag PatientOrientation = new(0x0020, 0x0020);
    public static readonly Tag Laterality = new(0x0020, 0x0060);
    public static readonly Tag ImageLaterality = new(0x0020, 0x0062);
    public static readonly Tag ImageComments = new(0x0020, 0x4000);
    public static readonly Tag AcquisitionContextSequence = new(0x0040, 0x0555);
    public static readonly Tag ContributingEquipmentSequence = new(0x0018, 0xA001);
    public static readonly Tag PurposeOfReferenceCodeSequence = new(0x0040, 0xA170);
    public static readonly Tag ContributionDescription = new(0x0018, 0xA003);
    public static readonly Tag SoftwareVersions = new(0x0018, 0x1020);
    public static readonly Tag PerformedProcedureStepDescription = new(0x0040, 0x0254);
    public static readonly Tag RequestedProcedureDescription = new(0x0032, 0x1060);

    // The patient
    public static readonly Tag PatientName = new(0x0010, 0x0010);
    public static readonly Tag PatientID = new(0x0010, 0x0020);
    public static readonly Tag IssuerOfPatientID = new(0x0010, 0x0021);
    public static readonly Tag PatientBirthDate = new(0x0010, 0x0030);
    public static readonly Tag PatientSex = new(0x0010, 0x0040);
    public static readonly Tag PatientAge = new(0x0010, 0x1010);
    public static readonly Tag PatientComments = new(0x0010, 0x4000);
    public static readonly Tag OtherPatientIDs = new(0x0010, 0x1000);
    public static readonly Tag QualityControlSubject = new(0x0010, 0x0200);
    public static readonly Tag PatientIdentityRemoved = new(0x0012, 0x0062);
    public static readonly Tag DeidentificationMethod = new(0x0012, 0x0063);

    // The acquisition
    public static readonly Tag BodyPartExamined = new(0x0018, 0x0015);
    public static readonly Tag KVP = new(0x0018, 0x0060);
    public static readonly Tag PositionerType = new(0x0018, 0x1508);
    public static readonly Tag ViewPosition = new(0x0018, 0x5101);
    public static readonly Tag DetectorType = new(0x0018, 0x7004);
    public static readonly Tag ImagerPixelSpacing = new(0x0018, 0x1164);
    public static readonly Tag NominalScannedPixelSpacing = new(0x0018, 0x2010);
    public static readonly Tag ExposureTime = new(0x0018, 0x1150);
    public static readonly Tag XRayTubeCurrent = new(0x0018, 0x1151);
    public static readonly Tag Exposure = new(0x0018, 0x1152);
    public static readonly Tag DistanceSourceToDetector = new(0x0018, 0x1110);
    public static readonly Tag DistanceSourceToPatient = new(0x0018, 0x1111);

    // The pixels
    public static readonly Tag SamplesPerPixel = new(0x0028, 0x0002);
    public static readonly Tag PhotometricInterpretation = new(0x0028, 0x0004);
    public static readonly Tag PlanarConfiguration = new(0x0028, 0x0006);
    public static readonly Tag NumberOfFrames = new(0x0028, 0x0008);
    public static readonly Tag Rows = new(0x0028, 0x0010);
    public static readonly Tag Columns = new(0x0028, 0x0011);
    public static readonly Tag PixelSpacingCalibrationType = new(0x0028, 0x0A02);
    public static readonly Tag PixelSpacing = new(0x0028, 0x0030);
    public static readonly Tag BitsAllocated = new(0x0028, 0x0100);
    public static readonly Tag BitsStored = new(0x0028, 0x0101);
    public static readonly Tag HighBit = new(0x0028, 0x0102);
    public static readonly Tag PixelRepresentation = new(0x0028, 0x0103);
    public static readonly Tag SmallestImagePixelValue = new(0x0028, 0x0106);
    public static readonly Tag PixelIntensityRelationship = new(0x0028, 0x1040);
    public static readonly Tag PixelIntensityRelationshipSign = new(0x0028, 0x1041);
    public static readonly Tag WindowCenter = new(0x0028, 0x1050);
    public static readonly Tag WindowWidth = new(0x0028, 0x1051);
    public static readonly Tag WindowCenterWidthExplanation = new(0x0028, 0x1055);
    public static readonly Tag RescaleIntercept = new(0x0028, 0x1052);
    public static readonly Tag RescaleSlope = new(0x0028, 0x1053);
    public static readonly Tag RescaleType = new(0x0028, 0x1054);
    public static readonly Tag LossyImageCompression = new(0x0028, 0x2110);
    public static readonly Tag BurnedInAnnotation = new(0x0028, 0x0301);
    public static readonly Tag ModalityLUTSequence = new(0x0028, 0x3000);
    public static readonly Tag LUTDescriptor = new(0x0028, 0x3002);
    public static readonly Tag LUTData = new(0x0028, 0x3006);
    public static readonly Tag VOILUTSequence = new(0x0028, 0x3010);
    public static readonly Tag PresentationLUTShape = new(0x2050, 0x0020);
    public static readonly Tag PixelData = new(0x7FE0, 0x0010);
    public static readonly Tag FloatPixelData = new(0x7FE0, 0x0008);
    public static readonly Tag DoubleFloatPixelData = new(0x7FE0, 0x0009);
    public static readonly Tag SharedFunctionalGroupsSequence = new(0x5200, 0x9229);
    public static readonly Tag PerFrameFunctionalGroupsSequence = new(0x5200, 0x9230);
    public static readonly Tag PixelMeasuresSequence = new(0x0028, 0x9110);
    public static readonly Tag FrameVOILUTSequence = new(0x0028, 0x9132);
    public static readonly Tag PixelValueTransformationSequence = new(0x0028, 0x9145);
}
