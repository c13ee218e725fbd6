using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>Names as they are declared, and money beside quantities as OData's numeric promotion has it: the parser's own rules refuse the pair.</summary>
internal sealed class PromotingResolver : ODataUriResolver
{
    public override void PromoteBinaryOperandTypes(
        BinaryOperatorKind binaryOperatorKind, ref SingleValueNode leftNode, ref SingleValueNode rightNode, out IEdmTypeReference typeReference)
    {
        if (IsMoney(leftNode) && IsReal(rightNode))
            leftNode = ToReal(leftNode);
        else if (IsReal(leftNode) && IsMoney(rightNode))
            rightNode = ToReal(rightNode);
        base.PromoteBinaryOperandTypes(binaryOperatorKind, ref leftNode, ref rightNode, out typeReference);
    }

    private static bool IsMoney(SingleValueNode node) => node?.TypeReference?.PrimitiveKind() == EdmPrimitiveTypeKind.Decimal;

    private static bool IsReal(SingleValueNode node) => node?.TypeReference?.PrimitiveKind() is EdmPrimitiveTypeKind.Double or EdmPrimitiveTypeKind.Single;

    private static ConvertNode ToReal(SingleValueNode node) => new(node, EdmCoreModel.Instance.GetDouble(node.TypeReference.IsNullable));
}
