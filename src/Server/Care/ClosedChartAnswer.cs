using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir.Api;
using Xinglin.Records.Fhir.Api.Http;
using Xinglin.Server.Faults;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Care;

/// <summary>What is answered where a chart is closed to who asks: a person is led to the way of opening it, all else is told of it.</summary>
public static class ClosedChartAnswer
{
    private static readonly BilingualText Words = new(
        "此患者由其他科室团队负责，未显示也未执行任何内容。有诊疗需要时，请先在 /patients/{id}/break-glass 说明理由后打开；每次打开都会告知隐私管理人员。",
        "A patient of this answer is in the care of another team: nothing was shown or done. Where care needs it, open the chart at /patients/{id}/break-glass with a reason; the privacy officer is told of each."
    );

    public static async Task WriteAsync(HttpContext context, ChartClosedException closed)
    {
        if (context.Request.Path.StartsWithSegments(FhirApi.Prefix))
        {
            await FhirOutcome.WriteAsync(context, StatusCodes.Status403Forbidden, Words.In(context));
        }
        else if (ProgramRequests.Is(context) || !IsQuestion(context))
        {
            await TypedResults
                .Problem(Words.In(context), statusCode: StatusCodes.Status403Forbidden)
                .ExecuteAsync(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = AddressOf(
                closed.Patients[0],
                context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent()
            );
        }
    }

    private static bool IsQuestion(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);

    /// <summary>Where a person says why a chart has to be opened.</summary>
    /// <param name="back">The address that was asked for; the chart when empty.</param>
    public static string AddressOf(string patient, string back) =>
        $"/patients/{Uri.EscapeDataString(patient)}/break-glass?back={Uri.EscapeDataString(back)}";
}
