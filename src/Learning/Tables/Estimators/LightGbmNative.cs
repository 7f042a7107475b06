using System.Runtime.InteropServices;

namespace Xinglin.Learning.Tables.Estimators;

/// <summary>The part of LightGBM's C API that is used (LightGBM 4.7, include/LightGBM/c_api.h, MIT).</summary>
internal static partial class LightGbmNative
{
    public const int Float32 = 0;
    public const int RawScore = 1;
    public const int Contributions = 3;

    private const string Library = "lib_lightgbm";

    [LibraryImport(Library)]
    private static partial nint LGBM_GetLastError();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int LGBM_DatasetCreateFromMat(
        float* data,
        int type,
        int rows,
        int columns,
        int rowMajor,
        string parameters,
        nint reference,
        out nint dataset
    );

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int LGBM_DatasetSetField(nint dataset, string field, float* data, int count, int type);

    [LibraryImport(Library)]
    public static partial int LGBM_DatasetFree(nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterLoadModelFromString(string model, out int iterations, out nint booster);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterUpdateOneIter(nint booster, out int finished);

    [LibraryImport(Library)]
    public static unsafe partial int LGBM_BoosterSaveModelToString(
        nint booster,
        int start,
        int iterations,
        int importance,
        long capacity,
        out long length,
        byte* text
    );

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int LGBM_BoosterPredictForMat(
        nint booster,
        float* data,
        int type,
        int rows,
        int columns,
        int rowMajor,
        int kind,
        int start,
        int iterations,
        string parameters,
        out long length,
        double* result
    );

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterFree(nint booster);

    /// <exception cref="InvalidOperationException">LightGBM reported a fault.</exception>
    public static void Check(int code)
    {
        if (code != 0)
            throw new InvalidOperationException($"LightGBM: {Marshal.PtrToStringUTF8(LGBM_GetLastError())}");
    }
}
