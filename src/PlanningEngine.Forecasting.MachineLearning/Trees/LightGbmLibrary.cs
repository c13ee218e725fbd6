using System.Runtime.InteropServices;
using System.Text;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>
/// The part of LightGBM's C interface that grows trees, called directly because ML.NET's door to it knows neither tweedie, poisson, quantile nor absolute loss.
/// The library is the native one that the package brings; it needs libgomp1 on Linux.
/// </summary>
internal static partial class LightGbmLibrary
{
    private const string Library = "lib_lightgbm";
    private const int Float32 = 0;
    private const int RowMajor = 1;
    private const int AllIterations = -1;
    private const int FirstMegabyte = 1 << 20;

    /// <summary>Grows trees and returns them as the library's model text.</summary>
    /// <param name="features">Rows of features, one behind the other.</param>
    /// <param name="labels">One label per row.</param>
    /// <param name="weights">One weight per row; empty for all the same.</param>
    /// <param name="parameters">Parameters in the library's own words.</param>
    /// <param name="trees">Number of trees.</param>
    /// <param name="cancellationToken">Looked at between two trees.</param>
    /// <exception cref="DllNotFoundException">The library is not there.</exception>
    /// <exception cref="InvalidOperationException">The library refused; the message is its own.</exception>
    internal static string Train(ReadOnlySpan<float> features, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, string parameters, int trees, CancellationToken cancellationToken)
    {
        nint data = 0, booster = 0;
        try
        {
            Check(LGBM_DatasetCreateFromMat(features, Float32, labels.Length, features.Length / labels.Length, RowMajor, parameters, 0, out data));
            Check(LGBM_DatasetSetField(data, "label", labels, labels.Length, Float32));
            if (weights.Length > 0)
                Check(LGBM_DatasetSetField(data, "weight", weights, weights.Length, Float32));
            Check(LGBM_BoosterCreate(data, parameters, out booster));
            for (var tree = 0; tree < trees; tree++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Check(LGBM_BoosterUpdateOneIter(booster, out var nothingLeft));
                if (nothingLeft != 0)
                    break;
            }

            return ModelText(booster);
        }
        finally
        {
            if (booster != 0)
                _ = LGBM_BoosterFree(booster);
            if (data != 0)
                _ = LGBM_DatasetFree(data);
        }
    }

    private static string ModelText(nint booster)
    {
        var text = new byte[FirstMegabyte];
        Check(LGBM_BoosterSaveModelToString(booster, 0, AllIterations, 0, text.Length, out var length, text));
        if (length > text.Length)
        {
            text = new byte[length];
            Check(LGBM_BoosterSaveModelToString(booster, 0, AllIterations, 0, text.Length, out length, text));
        }

        return Encoding.UTF8.GetString(text, 0, (int)length - 1);
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw new InvalidOperationException($"LightGBM: {Marshal.PtrToStringUTF8(LGBM_GetLastError())}");
    }

    [LibraryImport(Library)]
    private static partial nint LGBM_GetLastError();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetCreateFromMat(
        ReadOnlySpan<float> data, int type, int rows, int columns, int rowMajor, string parameters, nint reference, out nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetSetField(nint dataset, string field, ReadOnlySpan<float> values, int count, int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterUpdateOneIter(nint booster, out int nothingLeft);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterSaveModelToString(nint booster, int start, int count, int importance, long capacity, out long length, [Out] byte[] text);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterFree(nint booster);

    [LibraryImport(Library)]
    private static partial int LGBM_DatasetFree(nint dataset);
}
