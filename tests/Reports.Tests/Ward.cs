using Hl7.Fhir.Model;
using Microsoft.Extensions.Time.Testing;
using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Certificates;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Pades;
using Xinglin.Reports.Printing;
using Xinglin.Reports.Review;
using Xinglin.Reports.Signing;
using Xinglin.Reports.Writing;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Tests;

/// <summary>A store in a folder of its own with one synthetic patient, and the services on it.</summary>
public sealed class Ward : IAsyncDisposable
{
    public const string Password = "apricot grove";

    private readonly string _folder = Directory.CreateTempSubdirectory("xinglin-reports-").FullName;

    public Ward(PdfPrinter? printer = null, Func<string, SignatureOptions>? signature = null)
    {
        Clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("ward", TimeSpan.FromHours(8), "ward", "ward"));
        Store = FhirStore.Open(_folder, Clock);
        Printer = printer ?? new PdfPrinter();
        Review = new ReviewService(Store, HasOpened, SigningRules.Shipped.MaySign, Clock);
        Pdfs = new PdfSigning(signature?.Invoke(_folder + "-keys") ?? new SignatureOptions(_folder + "-keys"), Clock);
        Verifier = new SignatureVerifier(Store, null, Pdfs);
        Signing = new SigningService(Store, Printer, Pdfs, Verifier, null, Clock, HasOpened);
        Verifier.Guard();
        Authenticator = new SecondAuthenticator(
            (_, password, _) => Task.FromResult(password == Password ? PasswordAnswer.Right : PasswordAnswer.Wrong),
            Clock
        );
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero));
    public FhirStore Store { get; }
    public PdfPrinter Printer { get; }
    public ReviewService Review { get; }
    public SigningService Signing { get; }
    public PdfSigning Pdfs { get; }
    public SignatureVerifier Verifier { get; }
    public SecondAuthenticator Authenticator { get; }
    public Reviewer Lin { get; } =
        new("lin", "LW") { Name = new BilingualText("林文", "Dr Lin Wen"), Roles = ["clinician"] };
    public SignerIdentity Signer { get; } =
        new("lin", new BilingualText("林文", "Dr Lin Wen"), "LW") { Roles = ["clinician"] };

    public SignerIdentity Author { get; } =
        new("wu", new BilingualText("吴敏", "Dr Wu Min"), "WM") { Roles = ["clinician"], Rank = Rank.Resident };

    public async Task<Patient> AdmitAsync(string id = "p1", string name = "王秀英", string latin = "Wang Xiuying")
    {
        var patient = new Patient
        {
            Id = id,
            Gender = AdministrativeGender.Female,
            BirthDate = "1955-03-08",
            Name = [new HumanName { Text = name }, new HumanName { Text = latin }],
        };
        Labels.MarkSynthetic(patient);
        await Store.CommitAsync(Origin.Product, [new Write(patient)]);
        return patient;
    }

    /// <summary>Writes and stores the draft of a reading, under the patient <c>p1</c>.</summary>
    public async Task<StoredDraft> DraftAsync(Prediction reading, string patientId = "p1")
    {
        var own = reading with { Context = reading.Context with { PatientId = patientId } };
        var draft = DraftWriter.Write(own, Chart.Load(Store, patientId));
        await Store.CommitAsync(Origin.Product, DraftResources.ToWrites(draft));
        return DraftResources.Load(Store, draft.Id)!;
    }

    /// <summary>People who have not opened any study; all others have.</summary>
    public HashSet<string> Unopened { get; } = [];

    private bool HasOpened(string userId, string studyId, string patientId, string? instance) =>
        !Unopened.Contains(userId);

    /// <summary>Decides the finding of a film, and describes the rest of it in both languages, as a signature needs.</summary>
    public async Task<StoredDraft> ReadyAsync(StoredDraft stored, Decision decision = Decision.Accepted)
    {
        foreach (var finding in Edits.Undecided(stored.Draft))
            stored = await Review.DecideAsync(stored.Draft.Id, stored.Version, finding.Id, decision, Lin);
        foreach (
            var (language, words) in new[]
            {
                ("en", "Heart and mediastinum normal."),
                ("zh-CN", "心影、纵隔未见异常。"),
            }
        )
        {
            var (id, version) = (stored.Draft.Id, stored.Version);
            stored = await Review.AddSentenceAsync(id, version, language, "findings", null, words, Lin);
        }
        return stored;
    }

    /// <summary>Signs; an imaging report first by its author, <see cref="Author"/>, as two persons must.</summary>
    public async Task<SignedDocument> SignAsync(StoredDraft stored, string language = "en")
    {
        if (stored.Draft.Kind == DocumentKind.Imaging && PreliminarySignatures.Of(stored).Count == 0)
        {
            var first = await Authenticator.ConfirmAsync(Author.UserId, Password, stored.Draft.Id);
            var request = Request(stored, language) with { Signer = Author };
            stored = (await Signing.SignAsync(request, first.Proof!)).Stored;
        }
        var confirmed = await Authenticator.ConfirmAsync("lin", Password, stored.Draft.Id);
        return await Signing.SignAsync(Request(stored, language), confirmed.Proof!);
    }

    public SigningRequest Request(StoredDraft stored, string language = "en") =>
        new(
            stored.Draft.Id,
            stored.Version,
            language,
            Signer,
            PreliminarySignatures.Of(stored).Count == 0 ? SignatureMeaning.Author : SignatureMeaning.Reviewer
        );

    public static Prediction.Findings FilmWithPneumonia(double probability = 0.82)
    {
        for (var seed = 1; ; seed++)
        {
            var film = new RandomPredictions(seed).Film();
            if (film.Items is [{ HeatMap.Region: not null } only])
            {
                return film with
                {
                    Items =
                    [
                        only with
                        {
                            Probability = probability,
                            Low = probability - 0.11,
                            High = Math.Min(0.99, probability + 0.08),
                            Threshold = 0.5,
                        },
                    ],
                };
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        if (Directory.Exists(_folder + "-keys"))
            Directory.Delete(_folder + "-keys", recursive: true);
    }
}
