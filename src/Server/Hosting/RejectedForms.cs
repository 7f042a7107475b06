using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Xinglin.Records.Audit.Http;
using Xinglin.Server.Pages.Errors;
using Xinglin.Server.SignIn;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Hosting;

/// <summary>
/// A form that the framework rejects without a word: its secret is not there, is another session's or from before the server was
/// started again, or there is no body. Nothing was done, whoever sent it is told so with 400, and the trail says the same. All forms
/// of all pages come by here.
/// </summary>
public static class RejectedForms
{
    private static readonly BilingualText Outdated = new(
        "此表单已过期或不是由本系统的页面提交，未执行任何操作。请重新打开该页面后再提交。",
        "This form is out of date or did not come from a page of this server: nothing was done. Open the page again, then send it."
    );

    private static readonly BilingualText Unreadable = new(
        "请求缺少表单内容或其格式不对，未执行任何操作。请从页面重新提交。",
        "The request holds no form, or not as it should: nothing was done. Send it again from its page."
    );

    /// <summary>Call it before whatever answers a form.</summary>
    public static void UseRejectedForms(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                await next(context);
                // Whatever has words of its own has begun to say them.
                if (
                    HttpMethods.IsPost(context.Request.Method)
                    && context.Response is { HasStarted: false, StatusCode: StatusCodes.Status400BadRequest }
                )
                {
                    await AnswerAsync(context);
                }
            }
        );

    private static Task AnswerAsync(HttpContext context)
    {
        const int Status = StatusCodes.Status400BadRequest;
        // Recorded at every address, also at a page that holds no data of patients.
        AccessNote.Of(context).Result = Status.ToString(CultureInfo.InvariantCulture);
        var words = context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } ? Outdated : Unreadable;
        // The sign-in page answers at the form's own address; of others, whoever is signed in has the way home.
        var again = context.Request.Path.StartsWithSegments(SignInModule.Page);
        return FaultAnswers.WriteAsync(context, Status, words, new(ShellWords.FormRejectedTitle, words, again));
    }
}
