using Xinglin.Reports.Signing;
using Xinglin.Server.SignIn;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts.Ready;

/// <summary>To somebody who may not sign a document now: why not, or who may.</summary>
public static class SigningOfferWords
{
    public static BilingualText Of(SigningOffer offer) =>
        offer.Why
        ?? new(
            $"您的角色不能签署此文书。可签署的角色：{string.Join('、', offer.Roles.Select(role => Roles.Name(role).Zh))}。",
            $"Your role may not sign this document. These roles may: {string.Join(", ", offer.Roles.Select(role => Roles.Name(role).En))}."
        );
}
